import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setting } from './settings.ts';

const START_WITHIN = 20_000;
const STOP_WITHIN = 15_000;

/** An environment without the settings of whoever works here. */
function environment(own: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('SWITCHROOM_'));
  return { ...Object.fromEntries(inherited), SWITCHROOM_SITE: setting('SWITCHROOM_SITE'), ...own };
}

/** An empty folder of its own. */
export async function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'switchroom-browser-'));
}

/** Runs a command of the program to its end and returns what it printed. */
export async function command(data: string, args: string[], settings: Record<string, string> = {}): Promise<string> {
  const env = environment({ SWITCHROOM_DATA: data, ...settings });
  const child = spawn(setting('SWITCHROOM_BIN'), args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  if (code !== 0) {
    throw new Error(`switchroom ${args.join(' ')} ended with ${code}:\n${output}`);
  }
  return output;
}

/** A real server on a port of its own. */
export class Server {
  private child: ChildProcess | undefined;
  private printed = '';
  private port = 0;

  private constructor(
    readonly data: string,
    private readonly settings: Record<string, string>,
  ) {}

  /** Starts a server over a data folder, which goes with it when `dispose` is called. */
  static async start(data: string, settings: Record<string, string> = {}): Promise<Server> {
    const server = new Server(data, settings);
    await server.launch();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Everything that it has printed, of all its starts. */
  get output(): string {
    return this.printed;
  }

  /** The one-time links to the set-up page that it has printed. */
  get setUpLinks(): string[] {
    return [...this.printed.matchAll(/http:\S+\/set-up\?link=\S+/g)].map(([link]) => link);
  }

  /** Stops it in peace and starts it again on the same port. */
  async restart(): Promise<void> {
    await this.stop();
    await this.launch();
  }

  /** Ends it as a power cut would, and waits until it is gone. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Starts it on the port that it had, or on any. */
  async launch(): Promise<void> {
    const child = spawn(setting('SWITCHROOM_BIN'), ['serve'], {
      env: environment({
        SWITCHROOM_DATA: this.data,
        SWITCHROOM_ADDR: `127.0.0.1:${this.port}`,
        ...this.settings,
      }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const from = this.printed.length;
    this.port = await new Promise<number>((ready, fail) => {
      const late = setTimeout(() => fail(new Error(`The server is not ready:\n${this.printed}`)), START_WITHIN);
      const look = (chunk: unknown): void => {
        this.printed += String(chunk);
        const port = /Listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(this.printed.slice(from))?.[1];
        if (port) {
          clearTimeout(late);
          ready(Number(port));
        }
      };
      child.stdout?.on('data', look);
      child.stderr?.on('data', look);
      child.once('error', fail);
      child.once('exit', (code) => fail(new Error(`The server ended with ${code}:\n${this.printed}`)));
    });
    // The set-up link follows, when there is one.
    await this.answers();
  }

  async dispose(): Promise<void> {
    await this.end('SIGTERM');
    await rm(this.data, { recursive: true, force: true });
  }

  private async answers(): Promise<void> {
    const response = await fetch(`${this.url}/readyz`);
    if (!response.ok) {
      throw new Error(`/readyz answers ${response.status}:\n${this.printed}`);
    }
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN);
    await gone;
    clearTimeout(late);
  }
}
