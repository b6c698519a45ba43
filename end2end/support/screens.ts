// Where things are on the screens, by the names that people know them by.

import { expect, type Locator, type Page } from '@playwright/test';
import { EMAIL, PASSWORD, type Role } from './people.ts';

/** The fields of the endpoint form, by the words above them. */
export interface Typed {
  'SIP endpoint'?: string;
  Port?: string;
  Reference?: string;
  Codec?: string;
  Transport?: string;
  'User name'?: string;
  Password?: string;
  Realm?: string;
}

const CHOICES = ['Codec', 'Transport'];

export function dialog(page: Page): Locator {
  return page.getByRole('dialog');
}

export function field(page: Page, label: string): Locator {
  return dialog(page).getByLabel(label, { exact: true });
}

/** Fills fields in as a person does: one after the other, leaving each. */
export async function fill(page: Page, typed: Typed): Promise<void> {
  for (const [label, value] of Object.entries(typed)) {
    const control = field(page, label);
    await (CHOICES.includes(label) ? control.selectOption({ label: value }) : control.fill(value));
  }
}

/** Expects fields to hold this. */
export async function expectFields(page: Page, typed: Typed): Promise<void> {
  for (const [label, value] of Object.entries(typed)) {
    const control = field(page, label);
    const chosen = CHOICES.includes(label) ? control.locator('option:checked') : null;
    await (chosen ? expect(chosen, label).toHaveText(value) : expect(control, label).toHaveValue(value));
  }
}

/** Expects a field to be marked as wrong, with these words tied to it. */
export async function expectWrong(page: Page, label: string, words: string): Promise<void> {
  const control = page.getByLabel(label, { exact: true });
  await expect(control, label).toHaveAttribute('aria-invalid', 'true');
  await expect(control, label).toHaveAccessibleDescription(new RegExp(literally(words)));
}

export async function expectRight(page: Page, label: string): Promise<void> {
  await expect(page.getByLabel(label, { exact: true }), label).not.toHaveAttribute('aria-invalid', 'true');
}

export function button(page: Page, name: string): Locator {
  return dialog(page).getByRole('button', { name, exact: true });
}

/** The rows of the list, without its head. */
export function rows(page: Page): Locator {
  return page.locator('tbody').getByRole('row');
}

/** The row of one endpoint. */
export function row(page: Page, reference: string): Locator {
  return rows(page).filter({ has: page.getByRole('cell', { name: reference, exact: true }) });
}

/** The references in the order of the list. */
export async function references(page: Page): Promise<string[]> {
  return page.locator('tbody td.reference').allInnerTexts();
}

export function search(page: Page): Locator {
  return page.getByRole('searchbox', { name: 'Search' });
}

export function toast(page: Page): Locator {
  return page.getByRole('status');
}

export function alert(page: Page): Locator {
  return page.getByRole('alert');
}

/** The form of the sign-in page, filled in and sent. */
export async function signInWith(page: Page, role: Role, password: string = PASSWORD): Promise<void> {
  await page.getByLabel('E-mail', { exact: true }).fill(EMAIL[role]);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Path and query of the page. */
export function address(page: Page): string {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
}

/** Text for a regular expression that matches itself. */
export function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
