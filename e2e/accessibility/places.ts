import type { Locator, Page } from "@playwright/test"
import {
  byKey,
  combobox,
  dialog,
  drawer,
  inDrawer,
  look,
  menu,
  type Panel,
  popover,
  tab,
} from "@/e2e/accessibility/panels"
import { chart, type Scene } from "@/e2e/accessibility/scene"
import type { Role } from "@/e2e/fixtures/test"

export interface VisitedPage {
  /** The source file of the page. */
  file: string
  path: (scene: Scene) => string
  /** Visible once the page is ready; default: its heading. */
  ready?: (page: Page, scene: Scene) => Locator
  /** The role of the user; default: an admin. */
  as?: Role
  panels?: readonly Panel[]
  /** Elements of one kind, of which axe checks only the first of each parent. */
  repeats?: string
  /** Must not shift while it loads; e2e/page-weight.spec.ts requires it of every page without parameters. */
  still?: boolean
}

const inApp = (path: string) => `app/${path}.tsx`
const page = (path: string) => inApp(`(console)${path}/page`)

/** Panels that other tests check, where their data exists anyway. */
export const lookedAtElsewhere: Record<string, string> = {
  "components/fleet/clusters/adopt-dialog.tsx": "e2e/out-of-band.spec.ts",
}

const wizard = ({ run }: Scene) =>
  `/rollouts/new?${new URLSearchParams({
    chart: `demo/${chart}`,
    version: "1.1.0",
    waves: JSON.stringify([{ name: "One", selector: { run } }]),
  })}`

const preview = (name: string) =>
  look(`the ${name.toLowerCase()}`, async (at) => {
    await at.getByRole("button", { name: "Preview changes" }).click()
    await at.getByRole("heading", { name }).waitFor()
  })

/** The page of a deployment, with what these buttons open. */
const aDeployment = (id: "deploymentId" | "liveId" | "markedId", ...buttons: string[]): VisitedPage => ({
  file: page("/deployments/[id]"),
  path: (scene) => `/deployments/${scene[id]}`,
  panels: buttons.map((button) => dialog("ledger/deployments/deployment-dialogs", button)),
})

const ledger: readonly VisitedPage[] = [
  {
    file: page(""),
    path: ({ application }) => `/?application=${application}`,
    panels: [
      byKey("ControlOrMeta+k", "layout/palette"),
      byKey("?", "layout/shortcut-sheet"),
      menu(/^Account of/, "layout/user-menu"),
      dialog("layout/mobile-bar", "More", { phone: true }),
    ],
  },
  { file: page("/running"), path: ({ application }) => `/running?application=${application}` },
  { file: page("/activity"), path: () => "/activity", panels: [menu(/^Since/)] },
  {
    file: page("/timeline"),
    path: ({ application }) => `/timeline?application=${application}`,
    panels: [
      dialog("ledger/timeline/controls/timeline-pickers", "Display"),
      dialog("ledger/timeline/controls/timeline-pickers", /^Filters/, { phone: true }),
    ],
  },
  ...["deployments", "table"].map((view) => ({
    file: page("/timeline"),
    path: ({ application }: Scene) => `/timeline?application=${application}&view=${view}`,
  })),
  {
    file: page("/history"),
    path: ({ application }) => `/history?application=${application}`,
    panels: [
      dialog("ledger/deployments/history-filters", "More"),
      popover("Columns"),
      combobox("Environment"),
      drawer("ledger/deployments/deployment-drawer"),
      inDrawer(dialog("ledger/deployments/deployment-dialogs", "Edit notes…")),
    ],
  },
  aDeployment("deploymentId", "Complete…", "Annul…"),
  aDeployment("liveId", "Mark as rolled back…"),
  aDeployment("markedId", "Remove rollback mark…"),
  { file: page("/promotions"), path: ({ application }) => `/promotions?application=${application}` },
  {
    file: page("/drift"),
    path: ({ application }) => `/drift?q=${application}`,
    panels: [dialog("layout/as-of-picker", /^As of/), menu(/^Environments/, "ledger/drift/drift-filters")],
  },
  {
    file: page("/drift"),
    path: ({ application }) => `/drift?q=${application}&view=compare&left=dev&right=prod`,
    panels: [menu(/dev$/)],
  },
  {
    file: page("/insights"),
    path: ({ application }) => `/insights?application=${application}&range=7d`,
    panels: [
      menu("Export Deployment frequency", "graphs/graph-frame"),
      menu("Report", "ledger/insights/report-menu"),
      dialog("ledger/insights/annotation-dialog", "Add annotation"),
      dialog("ledger/insights/insight-tiles", "How is Rollback rate computed?"),
      {
        ...drawer("ledger/insights/rows-drawer"),
        open: async (at) => {
          await at.getByRole("button", { name: "How is Rollback rate computed?" }).click()
          await at.getByRole("button", { name: "Show rows" }).click()
          await at.getByRole("table", { name: "Deployments behind the metric" }).waitFor()
        },
      },
    ],
  },
  { file: page("/insights/weeks/[week]"), path: ({ week }) => `/insights/weeks/${week}` },
  { file: page("/insights"), path: () => "/insights?view=applications&range=7d" },
  { file: page("/search"), path: ({ commit }) => `/search?q=${commit.slice(0, 8)}` },
]

const fleet: readonly VisitedPage[] = [
  {
    file: page("/tenants"),
    path: ({ run }) => `/tenants?q=${run}`,
    panels: [
      dialog("fleet/tenants/tenant-dialog", "New tenant"),
      dialog("fleet/tenants/tenant-dialog", /^Edit/),
      menu(/^Status/),
    ],
  },
  { file: page("/tenants/[id]"), path: ({ slug }) => `/tenants/${slug}` },
  {
    file: page("/tenants/[id]/install"),
    path: ({ slug, run }) => `/tenants/${slug}/install?chart=demo/${chart}&version=1.0.0&name=${run}-two`,
    ready: (at) => at.getByLabel("New value of replicaCount", { exact: true }),
    panels: [
      combobox(/^Chart:/),
      look("the values as YAML", async (at) => {
        await at.getByText("YAML", { exact: true }).click()
        await at.getByRole("textbox", { name: "Values as YAML" }).waitFor()
      }),
      preview("Install preview"),
    ],
  },
  {
    file: page("/releases"),
    path: ({ run }) => `/releases?q=${run}`,
    panels: [popover("Columns"), combobox(/^Chart/)],
  },
  { file: page("/releases"), path: ({ run }) => `/releases?q=${run}&view=matrix` },
  { file: page("/releases"), path: () => "/releases?view=versions" },
  {
    file: page("/releases/[id]"),
    path: ({ releaseId }) => `/releases/${releaseId}`,
    ready: (at) => at.getByText("Healthy").first(),
    panels: [
      ...["Values", "Manifest", "Notes", "History"].map(tab),
      dialog("fleet/releases/detail/rollback-release-dialog", "Roll back…"),
      dialog("fleet/releases/detail/uninstall-dialog", "Uninstall…"),
    ],
  },
  {
    file: page("/releases/[id]/upgrade"),
    path: ({ releaseId }) => `/releases/${releaseId}/upgrade?version=1.1.0`,
    ready: (at) => at.getByLabel("New value of replicaCount", { exact: true }),
    panels: [preview("Upgrade preview")],
  },
  { file: page("/rollouts"), path: () => "/rollouts" },
  {
    file: page("/rollouts/[id]"),
    path: ({ rolloutId }) => `/rollouts/${rolloutId}`,
    ready: (at) => at.getByRole("list", { name: "Waves" }),
    panels: [
      {
        ...drawer("fleet/rollouts/board/release-drawer"),
        open: async (at, { canary }) => {
          await at.getByRole("link", { name: canary, exact: true }).click()
          await at.getByRole("dialog", { name: canary }).waitFor()
        },
      },
      dialog("fleet/rollouts/board/change-dialog", "Abort…"),
      dialog("fleet/rollouts/board/change-dialog", "Roll back…"),
      look("the rollout paused", async (at) => {
        await at.getByRole("button", { name: "Pause", exact: true }).click()
        await at.getByRole("button", { name: "Resume" }).waitFor()
      }),
    ],
  },
  {
    file: page("/rollouts/new"),
    path: wizard,
    still: true,
    ready: (at) => at.getByText("Matches 1 tenant"),
    panels: [
      dialog("fleet/rollouts/wizard/waves-section", "Add tag to wave 1"),
      menu("Split by tag", "fleet/rollouts/wizard/waves-section"),
    ],
  },
  {
    file: page("/rollouts/new"),
    path: (scene) => `${wizard(scene)}&step=preview`,
    still: true,
    ready: (at) => at.getByRole("table", { name: "Planned changes" }),
    panels: [menu(/^Wave/), dialog("fleet/rollouts/wizard/preview-step", "Start…")],
  },
  { file: page("/charts"), path: () => "/charts" },
  {
    file: page("/charts/[repository]/[name]"),
    path: () => `/charts/demo/${chart}`,
    panels: [...["Values", "Schema", "Versions", "Usage"].map(tab), combobox(/^Version/)],
  },
]

const settings: readonly VisitedPage[] = [
  { file: page("/settings/account"), path: () => "/settings/account" },
  {
    file: page("/settings/environments"),
    path: () => "/settings/environments",
    panels: [
      dialog("ledger/environments/environment-dialog", "New environment"),
      dialog("ledger/environments/environment-dialog", /^Edit/),
      popover(/^Archive/),
    ],
  },
  { file: page("/settings/clusters"), path: () => "/settings/clusters" },
  { file: page("/settings/status"), path: () => "/settings/status" },
  {
    file: page("/settings/repositories"),
    path: () => "/settings/repositories",
    panels: [dialog("fleet/repositories/add-repository-dialog", "New repository"), popover(/^Remove/)],
  },
  ...["github", "argocd"].map((system) => ({
    file: page("/settings/pipelines"),
    path: () => `/settings/pipelines?system=${system}`,
  })),
  {
    file: page("/settings/pipelines/requests"),
    path: ({ application }) => `/settings/pipelines/requests?application=${application}&outcome=REFUSED`,
    panels: [
      drawer("admin/requests/request-drawer"),
      inDrawer(dialog("admin/requests/resend-dialog", "Resend…")),
      menu(/^Outcome/),
      combobox(/^Token/),
    ],
  },
  {
    file: page("/settings/tokens"),
    path: ({ run }) => `/settings/tokens?q=${run}`,
    panels: [dialog("admin/tokens/create-token-dialog", "New token"), popover(/^Revoke/)],
  },
  {
    file: page("/settings/users"),
    path: ({ run }) => `/settings/users?q=${run}`,
    panels: [dialog("admin/users/create-user-dialog", "New user"), drawer("admin/users/user-drawer")],
  },
  {
    file: page("/settings/audit"),
    path: () => "/settings/audit",
    panels: [drawer("admin/audit/audit-drawer"), dialog("admin/audit/verify-button", "Verify")],
  },
]

const denied: readonly VisitedPage[] = [
  { file: page("/settings/users"), path: () => "/settings/users", as: "OPERATOR" },
  { file: page("/rollouts/new"), path: () => "/rollouts/new", as: "VIEWER" },
]

const outside: readonly VisitedPage[] = [
  { file: inApp("api/docs/page"), path: () => "/api/docs", repeats: "main article" },
  { file: inApp("api/docs/errors/page"), path: () => "/api/docs/errors" },
  { file: inApp("not-found"), path: () => "/nothing-is-here" },
]

/** Every page of the console with everything that opens on it. */
export const visitedPages: readonly VisitedPage[] = [...ledger, ...fleet, ...settings, ...denied, ...outside]
/** For users who are not signed in. */
export const signIn: VisitedPage = { file: inApp("sign-in/page"), path: () => "/sign-in" }

const anyScene: Scene = {
  ...{ run: ":run", email: ":email", application: ":application", commit: ":commit", slug: ":slug" },
  ...{ deploymentId: ":id", liveId: ":live-id", markedId: ":marked-id", week: ":week" },
  ...{ releaseId: ":id", rolloutId: ":id", canary: ":canary" },
}

/** The path with the source file of the page, the same in every run. */
export function nameOf({ file, path, as = "ADMIN" }: VisitedPage): string {
  return `${decodeURIComponent(path(anyScene))}, ${as.toLowerCase()} (${file})`
}
