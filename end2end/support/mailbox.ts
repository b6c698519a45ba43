import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A message that arrived. */
export interface Mail {
  from: { name: string; address?: string }[];
  to: { name: string; address?: string }[];
  subject: string;
  text: string;
  html: string;
  envelope: { from: string; to: string[] };
}

/** Whom the mail server refuses from now on, by address. */
export interface Rules {
  refuse?: string[];
  defer?: string[];
  say?: string;
}

/** A real mail server on a port of its own. */
export class Mailbox {
  readonly mails: Mail[] = [];
  private answered: () => void = () => {};

  private constructor(
    private readonly child: ChildProcess,
    private readonly lines: Interface,
    readonly port: number,
  ) {
    lines.on('line', (line) => {
      const said = JSON.parse(line) as Mail | { rules: Rules };
      if ('rules' in said) {
        this.answered();
      } else {
        this.mails.push(said);
      }
    });
  }

  static async open(): Promise<Mailbox> {
    const program = fileURLToPath(new URL('mailbox.mjs', import.meta.url));
    const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface(child.stdout);
    const first = await new Promise<string>((done, fail) => {
      lines.once('line', done);
      child.once('error', fail);
    });
    return new Mailbox(child, lines, (JSON.parse(first) as { port: number }).port);
  }

  /** For `SWITCHROOM_SMTP_URL`. */
  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** What arrived at this address, oldest first. */
  to(address: string): Mail[] {
    return this.mails.filter((mail) => mail.to.some((to) => to.address === address));
  }

  async rule(rules: Rules): Promise<void> {
    const answered = new Promise<void>((done) => (this.answered = done));
    this.child.stdin?.write(`${JSON.stringify(rules)}\n`);
    await answered;
  }

  async close(): Promise<void> {
    const gone = new Promise<void>((done) => this.child.once('exit', () => done()));
    this.lines.close();
    this.child.stdin?.end();
    await gone;
  }
}

/** Path and query of the one link in a message. */
export function linkIn(mail: Mail | undefined): string {
  const link = /https?:\/\/[^/\s]+(\/choose-password\?link=\S+)/.exec(mail?.text ?? '')?.[1];
  if (!link) {
    throw new Error(`no link in ${JSON.stringify(mail)}`);
  }
  return link;
}
