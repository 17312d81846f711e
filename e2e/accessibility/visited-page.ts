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
  /** What it may load before any interaction; one visit of every page states it. */
  loads?: Loads
}

export interface Loads {
  /** The maximum kB of script, as transferred. The framework alone is 114. */
  script: number
  /** The requests in addition to the document and the event stream, and how often; ids are an ellipsis. */
  asks?: Record<string, number>
  /** False if it needs no user, and so has no event stream either. */
  live?: boolean
}

export const inApp = (path: string) => `app/${path}.tsx`
export const page = (path: string) => inApp(`(console)${path}/page`)
