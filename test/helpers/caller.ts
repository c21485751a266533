import request, { type Test } from 'supertest';

/** Somebody at the API, with the headers that say who. */
export class Caller {
  constructor(
    private readonly url: string,
    readonly headers: Readonly<Record<string, string>>,
  ) {}

  static withToken(url: string, token: string): Caller {
    return new Caller(url, { authorization: `Bearer ${token}` });
  }

  /** The same caller with more headers, or others. */
  with(headers: Readonly<Record<string, string>>): Caller {
    return new Caller(this.url, { ...this.headers, ...headers });
  }

  get(path: string): Test {
    return this.call('GET', path);
  }

  post(path: string, body?: object): Test {
    return this.call('POST', path, body);
  }

  put(path: string, body?: object): Test {
    return this.call('PUT', path, body);
  }

  delete(path: string): Test {
    return this.call('DELETE', path);
  }

  call(method: string, path: string, body?: object): Test {
    const test = request(this.url)[METHODS[method] ?? 'get'](path).set(this.headers);
    return body === undefined ? test : test.send(body);
  }
}

const METHODS: Readonly<Record<string, 'get' | 'post' | 'put' | 'delete' | 'head' | 'options' | 'patch'>> = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  DELETE: 'delete',
  HEAD: 'head',
  OPTIONS: 'options',
  PATCH: 'patch',
};
