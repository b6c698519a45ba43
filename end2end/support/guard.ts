import type { BrowserContext } from '@playwright/test';

/** Notices every error and warning in the console, and every error that nobody caught. */
export class Guard {
  private readonly seen: string[] = [];
  private isOver = false;
  private readonly allowed: RegExp[] = [
    // Chromium's word for somebody who goes on before WebAssembly has loaded.
    /WebAssembly compilation aborted: Network error: Response body loading was aborted/,
  ];

  /** Expects a message, as Chromium prints one for each request that is refused on purpose. */
  allow(...messages: RegExp[]): void {
    this.allowed.push(...messages);
  }

  /** Expects that requests are answered with these statuses. */
  allowStatus(...statuses: number[]): void {
    this.allow(...statuses.map((status) => new RegExp(`Failed to load resource.* status of ${status} `)));
  }

  /** The test is over: a browser that is being closed asks without its cookies, or nobody at all. */
  rest(): void {
    this.isOver = true;
  }

  watch(context: BrowserContext): void {
    context.on('console', (message) => {
      if (!this.isOver && (message.type() === 'error' || message.type() === 'warning')) {
        this.seen.push(`${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    context.on('weberror', (error) => {
      if (!this.isOver) {
        this.seen.push(`uncaught: ${error.error().message}`);
      }
    });
  }

  unexpected(): string[] {
    return this.seen.filter((message) => !this.allowed.some((allowed) => allowed.test(message)));
  }
}
