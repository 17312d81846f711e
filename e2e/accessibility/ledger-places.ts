import { byKey, combobox, dialog, drawer, inDrawer, menu, popover } from "@/e2e/accessibility/panels"
import { type Loads, page, type VisitedPage } from "@/e2e/accessibility/visited-page"

/** The page of a deployment, with what these buttons open. */
const buildDeployment = (id: "deploymentId" | "liveId", buttons: string[], loads?: Loads): VisitedPage => ({
  file: page("/deployments/[id]"),
  path: (scene) => `/deployments/${scene[id]}`,
  panels: buttons.map((button) => dialog("ledger/deployments/deployment-dialogs", button)),
  loads,
})

export const ledger: readonly VisitedPage[] = [
  {
    file: page(""),
    path: ({ application }) => `/?application=${application}`,
    loads: { script: 185 },
    panels: [
      byKey("ControlOrMeta+k", "layout/palette"),
      byKey("?", "layout/shortcut-sheet"),
      menu(/^Account of/, "layout/user-menu"),
      dialog("layout/mobile-bar", "More", { phone: true }),
    ],
  },
  {
    file: page("/running"),
    path: ({ application }) => `/running?application=${application}`,
    loads: { script: 193, asks: { "/platform/deployments/lanes": 1 } },
  },
  {
    file: page("/activity"),
    path: () => "/activity",
    loads: { script: 193, asks: { "/activity": 1 } },
    panels: [menu(/^Since/)],
  },
  {
    file: page("/timeline"),
    path: ({ application }) => `/timeline?application=${application}`,
    loads: {
      script: 201,
      // The visible records, and those on either side; what ran on either side; rollouts and annotations behind the lanes.
      asks: {
        "/platform/deployments/timeline": 3,
        "/platform/deployments/timeline/versions": 2,
        "/helm/rollouts": 1,
        "/platform/annotations": 1,
      },
    },
    panels: [dialog("ledger/timeline/controls/timeline-pickers", "Display")],
  },
  {
    file: page("/timeline"),
    path: ({ application }) => `/timeline?application=${application}&view=table`,
  },
  {
    file: page("/history"),
    path: ({ application }) => `/history?application=${application}`,
    // The history can also be sorted on a phone.
    loads: { script: 195, asks: { "/platform/deployments/history": 1 } },
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
  buildDeployment("deploymentId", ["Complete…", "Annul…"]),
  buildDeployment("liveId", ["Mark as rolled back…"], {
    script: 185,
    asks: {
      "/platform/deployments/history": 1,
      "/platform/deployments/promotions": 1,
      "/platform/deployments/…/tenants": 1,
      "/audit": 1,
      "/ingest/log": 1,
    },
  }),
  {
    file: page("/promotions"),
    path: ({ application }) => `/promotions?application=${application}`,
    // A table prefetches before its end is visible, also the table of tenants.
    loads: { script: 191, asks: { "/platform/deployments/promotions": 1 } },
  },
  {
    file: page("/drift"),
    path: ({ application }) => `/drift?q=${application}`,
    loads: { script: 190 },
    panels: [dialog("layout/as-of-picker", /^As of/), menu(/^Environments/, "ledger/drift/drift-filters")],
  },
  {
    file: page("/drift"),
    path: ({ application }) => `/drift?q=${application}&view=compare&left=dev&right=prod`,
  },
  {
    file: page("/insights"),
    path: ({ application }) => `/insights?application=${application}&range=7d`,
    // The graphs are 119 of it.
    loads: { script: 320 },
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
  {
    file: page("/insights/weeks/[week]"),
    path: ({ week }) => `/insights/weeks/${week}`,
    loads: { script: 188 },
  },
  { file: page("/insights"), path: () => "/insights?view=applications&range=7d" },
  {
    file: page("/search"),
    path: ({ commit }) => `/search?q=${commit.slice(0, 8)}`,
    loads: { script: 175 },
  },
]
