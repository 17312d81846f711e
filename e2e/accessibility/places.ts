import { fleet } from "@/e2e/accessibility/fleet-places"
import { byKey, combobox, dialog, drawer, inDrawer, menu, popover } from "@/e2e/accessibility/panels"
import type { Scene } from "@/e2e/accessibility/scene"
import { inApp, page, type VisitedPage } from "@/e2e/accessibility/visited-page"

/** Panels that other tests check, where their data exists anyway. */
export const lookedAtElsewhere: Record<string, string> = {
  "components/fleet/clusters/adopt-dialog.tsx": "e2e/out-of-band.spec.ts",
  "components/layout/signed-out-dialog.tsx": "e2e/sign-in.spec.ts",
}

/** The page of a deployment, with what these buttons open. */
const buildDeployment = (id: "deploymentId" | "liveId", ...buttons: string[]): VisitedPage => ({
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
    panels: [dialog("ledger/timeline/controls/timeline-pickers", "Display")],
  },
  {
    file: page("/timeline"),
    path: ({ application }) => `/timeline?application=${application}&view=table`,
  },
  {
    file: page("/history"),
    path: ({ application }) => `/history?application=${application}`,
    panels: [
      popover("More"),
      { ...popover(/^Filters/), phone: true },
      dialog("layout/saved-views", "Views"),
      popover("Columns"),
      combobox("Environment"),
      drawer("ledger/deployments/deployment-drawer"),
      inDrawer(dialog("ledger/deployments/deployment-dialogs", "Edit notes…")),
    ],
  },
  buildDeployment("deploymentId", "Complete…", "Annul…"),
  buildDeployment("liveId", "Mark as rolled back…"),
  { file: page("/promotions"), path: ({ application }) => `/promotions?application=${application}` },
  {
    file: page("/drift"),
    path: ({ application }) => `/drift?q=${application}`,
    panels: [dialog("layout/as-of-picker", /^As of/), menu(/^Environments/, "ledger/drift/drift-filters")],
  },
  {
    file: page("/drift"),
    path: ({ application }) => `/drift?q=${application}&view=compare&left=dev&right=prod`,
  },
  {
    file: page("/insights"),
    path: ({ application }) => `/insights?application=${application}&range=7d`,
    panels: [
      menu("Export Deployment frequency", "graphs/graph-frame"),
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

const settings: readonly VisitedPage[] = [
  { file: page("/settings/account"), path: () => "/settings/account" },
  {
    file: page("/settings/environments"),
    path: () => "/settings/environments",
    panels: [dialog("ledger/environments/environment-dialog", "New environment"), popover(/^Archive/)],
  },
  { file: page("/settings/clusters"), path: () => "/settings/clusters" },
  { file: page("/settings/status"), path: () => "/settings/status" },
  {
    file: page("/settings/repositories"),
    path: () => "/settings/repositories",
    panels: [dialog("app/(console)/settings/repositories/repositories-view", "New repository")],
  },
  { file: page("/settings/pipelines"), path: () => "/settings/pipelines?system=github" },
  {
    file: page("/settings/pipelines/sources"),
    path: () => "/settings/pipelines/sources",
    panels: [
      dialog("admin/event-sources/event-source-dialog", "New event source"),
      dialog("app/(console)/settings/pipelines/sources/event-sources-view", /^Set up/),
    ],
  },
  {
    file: page("/settings/pipelines/requests"),
    path: ({ application }) => `/settings/pipelines/requests?application=${application}&outcome=REFUSED`,
    panels: [
      drawer("admin/requests/request-drawer"),
      inDrawer(dialog("admin/requests/request-drawer", "Replay…")),
    ],
  },
  {
    file: page("/settings/freezes"),
    path: ({ run }) => `/settings/freezes?environment=${run}`,
    panels: [dialog("ledger/insights/annotation-dialog", "New freeze")],
  },
  {
    file: page("/settings/quarantine"),
    path: ({ run }) => `/settings/quarantine?q=${run}`,
    panels: [
      dialog("admin/quarantine/quarantine-dialog", "Quarantine a version"),
      dialog("admin/quarantine/quarantine-dialog", /^Lift/),
    ],
  },
  {
    file: page("/settings/tokens"),
    path: ({ run }) => `/settings/tokens?q=${run}`,
    panels: [dialog("admin/tokens/create-token-dialog", "New token")],
  },
  {
    file: page("/settings/webhooks"),
    path: ({ run }) => `/settings/webhooks?q=${run}`,
    panels: [dialog("admin/webhooks/webhook-dialog", "New webhook")],
  },
  {
    file: page("/settings/webhooks/[id]"),
    path: ({ webhookId }) => `/settings/webhooks/${webhookId}`,
    panels: [drawer("admin/webhooks/delivery-drawer")],
  },
  {
    file: page("/settings/users"),
    path: ({ run }) => `/settings/users?q=${run}`,
    panels: [dialog("admin/users/create-user-dialog", "New user"), drawer("admin/users/user-drawer")],
  },
  {
    file: page("/settings/audit"),
    path: () => "/settings/audit",
    panels: [drawer("admin/audit/audit-drawer"), dialog("app/(console)/settings/audit/audit-view", "Verify")],
  },
]

const denied: readonly VisitedPage[] = [
  { file: page("/settings/users"), path: () => "/settings/users", as: "OPERATOR" },
  { file: page("/rollouts/new"), path: () => "/rollouts/new", as: "VIEWER" },
]

const outside: readonly VisitedPage[] = [
  { file: inApp("api/docs/page"), path: () => "/api/docs", repeats: "main article" },
  { file: inApp("api/docs/errors/page"), path: () => "/api/docs/errors" },
  { file: inApp("[...missing]/page"), path: () => "/nothing-is-here" },
  { file: inApp("[...missing]/not-found"), path: () => "/nothing/is/here" },
  { file: inApp("(console)/not-found"), path: () => "/insights/weeks/never" },
]

/** Every page of the console with everything that opens on it. */
export const visitedPages: readonly VisitedPage[] = [...ledger, ...fleet, ...settings, ...denied, ...outside]
/** The page for users who are not signed in. */
export const signIn: VisitedPage = { file: inApp("sign-in/page"), path: () => "/sign-in" }

const anyScene: Scene = {
  run: ":run",
  email: ":email",
  application: ":application",
  commit: ":commit",
  slug: ":slug",
  deploymentId: ":id",
  liveId: ":live-id",
  week: ":week",
  releaseId: ":id",
  rolloutId: ":id",
  webhookId: ":id",
  canary: ":canary",
}

/** The path with the source file of the page, the same in every run. */
export function nameOf({ file, path, as = "ADMIN" }: VisitedPage): string {
  return `${decodeURIComponent(path(anyScene))}, ${as.toLowerCase()} (${file})`
}
