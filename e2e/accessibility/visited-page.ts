import type { Locator, Page } from "@playwright/test"
import type { Panel } from "@/e2e/accessibility/panels"
import type { Scene } from "@/e2e/accessibility/scene"
import type { Role } from "@/e2e/fixtures/test"

export interface VisitedPage {
  /** The source file of the page. */
  file: string
  path: (scene: Scene) => string
  /** Visible once the page is ready; default: its heading. */
  ready?: (page: Page, scene: Scene) => Locator
  /** The role of the user; default: an admin. */
  as?: Role
  /** What opens on it; menus, pickers and confirmations of shared components only on the first page that has them. */
  panels?: readonly Panel[]
  /** Elements of one kind, of which axe checks only the first of each parent. */
  repeats?: string
  /** Must not shift while it loads; e2e/page-weight.spec.ts requires it of every page without parameters. */
  still?: boolean
}

export const inApp = (path: string) => `app/${path}.tsx`
export const page = (path: string) => inApp(`(console)${path}/page`)
