import { type APIRequestContext, type APIResponse, request } from '@playwright/test';
import type { StorageState } from './people.ts';

/** Fields of an endpoint as its form posts them. */
export interface Endpoint {
  host: string;
  port?: string;
  reference: string;
  codec?: 'alaw' | 'ulaw' | 'alaw_ulaw';
  transport?: 'udp' | 'tcp' | 'tls';
  user_name?: string;
  password?: string;
  realm?: string;
  remove_password?: string;
}

/** What the server answered. */
export interface Answer {
  status: number;
  /** The answer read as JSON; `undefined` when it is none. */
  json: unknown;
  text: string;
}

interface Row {
  id: number;
  reference: string;
  host: string;
}

interface Page {
  rows: Row[];
  next: { value: string; id: number } | null;
}

/** Field errors of an answer, by field: `{ port: 'Port' }`, `{ host: { TooLong: 253 } }`. */
export function fieldErrors(answer: Answer): Record<string, unknown> {
  const found = (answer.json as { Invalid?: { field: string; problem: unknown }[] } | undefined)?.Invalid ?? [];
  return Object.fromEntries(found.map(({ field, problem }) => [field, problem]));
}

/** The server functions as a program calls them: round the forms. */
export class Api {
  private constructor(private readonly context: APIRequestContext) {}

  static async at(url: string, storageState?: StorageState): Promise<Api> {
    return new Api(await request.newContext({ baseURL: url, ...(storageState ? { storageState } : {}) }));
  }

  /** Calls a server function: `post('sip-endpoints/get', { id: '1' })`. */
  async post(name: string, form: Record<string, string> = {}): Promise<Answer> {
    return answer(await this.context.post(`/api/${name}`, { form, headers: { accept: 'application/json' } }));
  }

  /** Calls a server function with a body that no form would send. */
  async postRaw(name: string, data: string | Buffer, contentType = 'application/x-www-form-urlencoded'): Promise<Answer> {
    const headers = { accept: 'application/json', 'content-type': contentType };
    return answer(await this.context.post(`/api/${name}`, { data, headers }));
  }

  /** Fetches a page as text, without following a redirection. */
  async get(path: string): Promise<APIResponse> {
    return this.context.get(path, { maxRedirects: 0, headers: { accept: 'text/html' } });
  }

  /** Posts the form of a new endpoint. */
  async tryCreate(endpoint: Partial<Endpoint>, more: Record<string, string> = {}): Promise<Answer> {
    return this.post('sip-endpoints/create', { ...prefixed(endpoint), ...more });
  }

  /** Makes an endpoint and returns its number. */
  async create(endpoint: Endpoint): Promise<number> {
    return (must(await this.tryCreate(endpoint)) as { id: number }).id;
  }

  /** Changes an endpoint as it is now. */
  async change(id: number, changes: Partial<Endpoint>): Promise<void> {
    const now = must(await this.post('sip-endpoints/get', { id: String(id) })) as { version: number; form: Endpoint };
    const form = prefixed({ ...now.form, ...changes });
    must(await this.post('sip-endpoints/update', { id: String(id), version: String(now.version), ...form }));
  }

  /** All endpoints, page by page. */
  async all(): Promise<Row[]> {
    const rows: Row[] = [];
    let query = '?size=100';
    for (;;) {
      const page = must(await this.post('sip-endpoints/list', { query })) as Page;
      rows.push(...page.rows);
      if (!page.next) {
        return rows;
      }
      query = `?size=100&after=${encodeURIComponent(`${page.next.value}~${page.next.id}`)}`;
    }
  }

  async delete(id: number): Promise<void> {
    must(await this.post('sip-endpoints/delete', { id: String(id) }));
  }

  async storageState(): Promise<StorageState> {
    return this.context.storageState();
  }

  async dispose(): Promise<void> {
    await this.context.dispose();
  }
}

function prefixed(endpoint: Partial<Endpoint>): Record<string, string> {
  return Object.fromEntries(Object.entries(endpoint).map(([name, value]) => [`form[${name}]`, value]));
}

function must(answer: Answer): unknown {
  if (answer.status !== 200) {
    throw new Error(`${answer.status}: ${answer.text}`);
  }
  return answer.json;
}

async function answer(response: APIResponse): Promise<Answer> {
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status(), json, text };
}
