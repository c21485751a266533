import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { legacySchemaOf, resourcesOf } from '../../src/platform/openapi/legacy-schema.js';
import type { OpenApiDocument } from '../../src/platform/openapi/openapi-3.1.js';

const document = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../docs/generated/openapi.json'), 'utf8'),
) as OpenApiDocument;

const me = legacySchemaOf(document, '/me');
const emailDomain = legacySchemaOf(document, '/email/domain');

interface Property {
  readonly type: string;
  readonly canBeNull: boolean;
  readonly readOnly: boolean;
}

/** `string | null (ro)`, as the reference's listing writes it. */
function fieldsOf(model: string, schema = me): Record<string, string> {
  const { properties } = schema.models[model] as { properties: Record<string, Property> };
  return Object.fromEntries(
    Object.entries(properties).map(([name, { type, canBeNull, readOnly }]) => [
      name,
      `${type}${canBeNull ? ' | null' : ''}${readOnly ? ' (ro)' : ''}`,
    ]),
  );
}

const wordsOf = (name: string, schema = me): readonly string[] =>
  (schema.models[name] as { enum: readonly string[] }).enum;

describe('the schema documents of the reference', () => {
  // Facts of the reference, A.2; fields of ours may stand beside them.
  it.each<[string, Record<string, string>]>([
    [
      'nichandle.contactChange.Task',
      {
        askingAccount: 'string | null (ro)',
        contactTypes: 'nichandle.changeContact.ContactTypeEnum[] (ro)',
        dateDone: 'datetime | null (ro)',
        dateRequest: 'datetime (ro)',
        fromAccount: 'string (ro)',
        id: 'long (ro)',
        serviceDomain: 'string | null (ro)',
        state: 'nichandle.changeContact.TaskStateEnum (ro)',
        toAccount: 'string (ro)',
      },
    ],
    [
      'auth.Group',
      {
        creation: 'datetime (ro)',
        defaultGroup: 'boolean (ro)',
        description: 'string | null',
        lastUpdate: 'datetime (ro)',
        name: 'string (ro)',
        role: 'auth.RoleEnum',
        urn: 'string (ro)',
      },
    ],
    [
      'auth.User',
      {
        creation: 'datetime (ro)',
        description: 'string',
        email: 'string | null',
        group: 'string',
        lastUpdate: 'datetime (ro)',
        login: 'string (ro)',
        passwordLastUpdate: 'datetime | null (ro)',
        status: 'auth.UserStatusEnum (ro)',
        type: 'auth.UserTypeEnum | null (ro)',
        urn: 'string (ro)',
      },
    ],
    [
      'nichandle.Nichandle',
      {
        ...Object.fromEntries(
          [
            'address',
            'area',
            'birthCity',
            'birthDay',
            'city',
            'companyNationalIdentificationNumber',
            'complementaryAddress',
            'corporationType',
            'fax',
            'firstname',
            'italianSDI',
            'name',
            'nationalIdentificationNumber',
            'organisation',
            'phone',
            'purposeOfPurchase',
            'spareEmail',
            'vat',
            'zip',
          ].map((field) => [field, 'string | null']),
        ),
        country: 'nichandle.CountryEnum',
        currency: 'nichandle.Currency (ro)',
        customerCode: 'string | null (ro)',
        email: 'string (ro)',
        kycValidated: 'boolean | null (ro)',
        language: 'nichandle.LanguageEnum | null',
        legalform: 'nichandle.LegalFormEnum',
        nichandle: 'string (ro)',
        ovhCompany: 'nichandle.OvhCompanyEnum (ro)',
        ovhSubsidiary: 'nichandle.OvhSubsidiaryEnum (ro)',
        phoneCountry: 'nichandle.CountryEnum | null',
        phoneType: 'nichandle.PhoneTypeEnum | null',
        sex: 'nichandle.GenderEnum | null',
        state: 'nichandle.StateEnum (ro)',
      },
    ],
  ])('say of %s what the reference says', (model, facts) => {
    expect(fieldsOf(model)).toMatchObject(facts);
  });

  it('say of services.Service what the reference says', () => {
    expect(fieldsOf('services.Service', emailDomain)).toMatchObject({
      canDeleteAtExpiration: 'boolean (ro)',
      contactAdmin: 'string (ro)',
      creation: 'date (ro)',
      domain: 'string (ro)',
      engagedUpTo: 'date | null (ro)',
      expiration: 'date (ro)',
      possibleRenewPeriod: 'long[] | null (ro)',
      renew: 'service.RenewType | null',
      renewalType: 'service.RenewalTypeEnum (ro)',
      serviceId: 'long (ro)',
      status: 'service.StateEnum (ro)',
    });
    expect(wordsOf('service.StateEnum', emailDomain)).toEqual(['expired', 'inCreation', 'ok', 'pendingDebt', 'unPaid']);
  });

  it.each<[string, string]>([
    [
      'nichandle.changeContact.TaskStateEnum',
      'aborted checkValidity doing done error expired refused todo validatingByCustomers',
    ],
    ['nichandle.changeContact.ContactTypeEnum', 'contactAdmin contactBilling contactTech'],
    ['auth.RoleEnum', 'ADMIN NONE REGULAR UNPRIVILEGED'],
    ['auth.UserStatusEnum', 'DISABLED OK PASSWORD_CHANGE_REQUIRED'],
    ['auth.UserTypeEnum', 'ROOT SERVICE USER'],
    ['nichandle.GenderEnum', 'female male'],
    [
      'nichandle.LanguageEnum',
      'cs_CZ de_DE en_AU en_CA en_GB en_IE en_US es_ES fi_FI fr_CA fr_FR fr_MA fr_SN fr_TN it_IT lt_LT nl_NL pl_PL pt_PT',
    ],
    ['nichandle.LegalFormEnum', 'administration association corporation individual other personalcorporation'],
    ['nichandle.OvhCompanyEnum', 'kimsufi ovh soyoustart'],
    ['nichandle.OvhSubsidiaryEnum', 'CZ DE ES EU FI FR GB IE IT LT MA NL PL PT SN TN'],
    ['nichandle.PhoneTypeEnum', 'landline mobile'],
    ['nichandle.StateEnum', 'complete incomplete'],
  ])('have the words of %s', (name, words) => {
    expect(wordsOf(name)).toEqual(words.split(' '));
    const dot = name.lastIndexOf('.');
    expect(me.models[name]).toMatchObject({
      id: name.slice(dot + 1),
      namespace: name.slice(0, dot),
      enumType: 'string',
    });
  });

  it('know 254 countries', () => {
    expect(wordsOf('nichandle.CountryEnum')).toHaveLength(254);
  });

  const operationsOf = (path: string, schema = me): object[] =>
    (schema.apis.find((api) => api.path === path)?.operations ?? []) as object[];

  it('write operations as the reference does', () => {
    expect(operationsOf('/me')).toMatchObject([
      { httpMethod: 'GET', responseType: 'nichandle.Nichandle', noAuthentication: false, parameters: [] },
      {
        httpMethod: 'PUT',
        responseType: 'void',
        parameters: [{ name: null, paramType: 'body', dataType: 'nichandle.Nichandle', required: true }],
      },
    ]);
    expect(operationsOf('/me/identity/user')).toMatchObject([
      { responseType: 'string[]', apiStatus: { value: 'PRODUCTION' } },
      { responseType: 'void', parameters: [{ name: null, dataType: 'auth.UserRequest' }] },
    ]);
    expect(operationsOf('/me/task/contactChange')).toMatchObject([
      {
        responseType: 'long[]',
        parameters: [
          { name: 'state', dataType: 'nichandle.changeContact.TaskStateEnum', paramType: 'query', required: false },
          { name: 'askingAccount', dataType: 'string', paramType: 'query', required: false },
          { name: 'toAccount', dataType: 'string', paramType: 'query', required: false },
        ],
      },
    ]);
    expect(operationsOf('/me/task/contactChange/{id}/accept')).toMatchObject([
      {
        responseType: 'void',
        parameters: [
          { name: 'id', dataType: 'long', paramType: 'path', required: true },
          { name: 'token', dataType: 'string', paramType: 'body', required: true },
        ],
      },
    ]);
    expect(operationsOf('/email/domain/{domain}/changeContact', emailDomain)).toMatchObject([
      {
        responseType: 'long[]',
        parameters: [
          { name: 'domain' },
          { name: 'contactAdmin', required: false },
          { name: 'contactTech', required: false },
          { name: 'contactBilling', required: false },
        ],
      },
    ]);
    expect(operationsOf('/auth/time', legacySchemaOf(document, '/auth'))).toMatchObject([
      { noAuthentication: true, responseType: 'long' },
    ]);
  });

  it('leave no type unexplained', () => {
    for (const resource of resourcesOf(Object.keys(document.paths))) {
      const schema = legacySchemaOf(document, resource);
      const mentioned = JSON.stringify(schema).matchAll(/"(?:fullType|responseType|expandedResponse)":"([\w.]+\.\w+)/g);
      for (const [, name = ''] of mentioned)
        expect([resource, Object.keys(schema.models)]).toEqual([resource, expect.arrayContaining([name])]);
    }
  });

  it('exist for every part of a path before its first parameter', () => {
    const resources = resourcesOf(Object.keys(document.paths));
    expect(resources).toEqual(
      expect.arrayContaining([
        '/me',
        '/auth',
        '/email',
        '/email/domain',
        '/dedicatedCloud',
        '/domain',
        '/domain/zone',
        '/vps',
      ]),
    );
    expect(resources).not.toContain('/login');
  });
});
