import type { Page } from "@playwright/test"
import type { Scene } from "@/e2e/accessibility/scene"
import { expect } from "@/e2e/fixtures/test"

export interface Panel {
  what: string
  /** The source file of a panel that opens over a page. */
  file?: string
  /** Opens it and waits until it is visible. */
  open: (page: Page, scene: Scene) => Promise<void>
  /** Exists only on a phone. */
  phone?: boolean
  /** Changes the page itself instead of opening over it. */
  inPage?: boolean
}

type Name = string | RegExp

async function press(page: Page, name: Name): Promise<void> {
  await page.getByRole("button", { name, exact: true }).first().click()
}

/** A dialog, drawer or popover opened by a button. */
export function dialog(file: string, button: Name, more: Pick<Panel, "phone"> = {}): Panel {
  return {
    what: `what “${button}” opens`,
    file: file.startsWith("app/") ? `${file}.tsx` : `components/${file}.tsx`,
    open: async (page) => {
      // By attribute: a dialog behind another one is hidden from queries by role.
      const dialogs = page.locator("[role=dialog]")
      const open = await dialogs.count()
      await press(page, button)
      await expect(dialogs).toHaveCount(open + 1)
    },
    ...more,
  }
}

/** A popover or a confirmation of a shared component. */
export function popover(button: Name): Panel {
  return { ...dialog("", button), file: undefined }
}

/** The drawer of the first row of a table. */
export function drawer(file: string): Panel {
  return {
    what: "the drawer of a row",
    file: `components/${file}.tsx`,
    open: async (page) => {
      await page.locator("[data-row-link]").first().click()
      await expect(page.getByRole("dialog")).toBeVisible()
    },
  }
}

/** A panel opened from the drawer of the first row. */
export function inDrawer(panel: Panel): Panel {
  return {
    ...panel,
    open: async (page, scene) => {
      await drawer("").open(page, scene)
      await panel.open(page, scene)
    },
  }
}

export function menu(button: Name, file?: string): Panel {
  return {
    what: `the menu of “${button}”`,
    file: file && `components/${file}.tsx`,
    open: async (page) => {
      await press(page, button)
      await expect(page.getByRole("menu")).toBeVisible()
    },
  }
}

export function combobox(name: Name): Panel {
  return {
    what: `the choices of “${name}”`,
    open: async (page) => {
      await page.getByRole("combobox", { name }).first().click()
      await expect(page.getByRole("listbox").first()).toBeVisible()
    },
  }
}

/** Another view of the page: a tab, a step, a mode. */
export function look(what: string, open: Panel["open"]): Panel {
  return { what, open, inPage: true }
}

export function tab(name: string): Panel {
  return look(`the tab ${name}`, async (page) => {
    await page.getByRole("tab", { name }).click()
    await expect(page.getByRole("tab", { name })).toHaveAttribute("aria-selected", "true")
  })
}

/** A panel that a key opens on any page. */
export function byKey(key: string, file: string): Panel {
  return {
    what: `what ${key} opens`,
    file: `components/${file}.tsx`,
    open: async (page) => {
      await page.keyboard.press(key)
      await expect(page.getByRole("dialog")).toBeVisible()
    },
  }
}
