/**
 * The part of the public API that the panel calls, in the shape that `openapi-typescript` writes.
 * `npm run client -w panel` replaces this file with the whole of `docs/generated/openapi.json`.
 */
export interface paths {
  '/1.0/me': {
    get: Operation<never, components['schemas']['Nichandle']>;
  };
  '/1.0/me/access': {
    get: Operation<
      { query: { method: string; path: string } },
      { allowed: boolean; rule: string; explanation: string }
    >;
  };
  '/1.0/me/task/contactChange': {
    get: Operation<
      { query?: { askingAccount?: string; state?: string; toAccount?: string } },
      number[] | components['schemas']['ContactChangeTask'][]
    >;
  };
  '/1.0/me/task/contactChange/{id}': {
    get: Operation<{ path: { id: number } }, components['schemas']['ContactChangeTask']>;
  };
  '/1.0/me/task/contactChange/{id}/accept': {
    post: Operation<{ path: { id: number } }, null, { token: string }>;
  };
  '/1.0/me/task/contactChange/{id}/refuse': {
    post: Operation<{ path: { id: number } }, null, { token: string }>;
  };
  '/1.0/me/task/contactChange/{id}/resendEmail': {
    post: Operation<{ path: { id: number } }, null>;
  };
  '/1.0/me/task/contactChange/{id}/cancel': {
    post: Operation<{ path: { id: number } }, null>;
  };
  '/auth/login': {
    post: Operation<never, components['schemas']['SignInAnswer'], { login: string; password: string; otp?: string }>;
  };
  '/auth/logout': {
    post: Operation<never, null>;
  };
  '/auth/password': {
    post: Operation<never, null, { currentPassword: string; newPassword: string }>;
  };
  '/auth/firstPassword': {
    post: Operation<never, null, { token: string; newPassword: string }>;
  };
}

type Operation<Parameters, Answer, Body = never> = ([Body] extends [never]
  ? { requestBody?: never }
  : { requestBody: { content: { 'application/json': Body } } }) & {
  parameters: [Parameters] extends [never] ? { query?: never; path?: never } : Parameters;
  responses: {
    200: { content: { 'application/json': Answer } };
    default: { content: { 'application/json': components['schemas']['ApiError'] } };
  };
};

export interface components {
  schemas: {
    Nichandle: {
      nichandle: string;
      firstname: string | null;
      name: string | null;
      email: string;
      language: string | null;
    };
    ContactChangeTask: {
      id: number;
      state:
        | 'todo'
        | 'checkValidity'
        | 'validatingByCustomers'
        | 'doing'
        | 'done'
        | 'refused'
        | 'aborted'
        | 'expired'
        | 'error';
      askingAccount: string | null;
      fromAccount: string;
      toAccount: string;
      contactTypes: ('contactAdmin' | 'contactTech' | 'contactBilling')[];
      serviceDomain: string | null;
      serviceType: string;
      dateRequest: string;
      dateDone: string | null;
      expiresAt: string;
      comment: string | null;
      validations: { account: string; acceptedAt: string | null }[];
    };
    SignInAnswer: {
      token: string | null;
      expiresAt: string | null;
      status: 'OK' | 'PASSWORD_CHANGE_REQUIRED' | 'OTP_REQUIRED';
    };
    ApiError: {
      class: string;
      message: string;
      errorCode: string;
      httpCode: string;
      details?: Record<string, string>;
    };
  };
}
