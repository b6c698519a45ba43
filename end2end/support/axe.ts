// What axe finds wrong with a page.

import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [1440, 1024, 390];

/** No rule of WCAG 2.2 AA that axe knows is broken, in light and dark and at these widths. */
export async function expectNoViolations(page: Page, widths = WIDTHS): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // The middle width has no colours of its own.
    for (const width of widths.filter((width) => colorScheme === 'light' || width !== 1024 || widths.length === 1)) {
      await page.setViewportSize({ width, height: 900 });
      // Legacy mode looks into no frames, of which there are none, and needs no second page for its result.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(TAGS).analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('\n')}`);
      expect(found, `${colorScheme}, ${width} pixels wide`).toEqual([]);
    }
  }
}
