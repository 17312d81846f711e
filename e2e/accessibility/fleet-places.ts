import { combobox, dialog, drawer, look, menu, tab } from "@/e2e/accessibility/panels"
import { chart, type Scene } from "@/e2e/accessibility/scene"
import { page, type VisitedPage } from "@/e2e/accessibility/visited-page"

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

export const fleet: readonly VisitedPage[] = [
  {
    file: page("/tenants"),
    path: ({ run }) => `/tenants?q=${run}`,
    loads: { script: 191, asks: { "/tenants": 1 } },
    panels: [dialog("fleet/tenants/tenant-dialog", /^Edit/)],
  },
  {
    file: page("/tenants/[id]"),
    path: ({ slug }) => `/tenants/${slug}`,
    loads: {
      script: 180,
      asks: { "/clusters": 1, "/helm/charts": 1, "/helm/releases/tenant/…/history": 1 },
    },
  },
  {
    file: page("/tenants/[id]/install"),
    path: ({ slug }) => `/tenants/${slug}/install`,
    loads: { script: 185, asks: { "/clusters": 1, "/helm/charts": 1, "/helm/releases/tenant/…": 1 } },
  },
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
    loads: { script: 197, asks: { "/clusters": 1, "/helm/releases": 1, "/tenants": 1 } },
  },
  { file: page("/releases"), path: ({ run }) => `/releases?q=${run}&view=matrix` },
  { file: page("/releases"), path: () => "/releases?view=versions" },
  { file: page("/values"), path: () => "/values" },
  {
    file: page("/values"),
    path: () => "/values?path=replicaCount",
    loads: {
      script: 197,
      // The browser loads the values of the releases.
      asks: { "/clusters": 1, "/helm/values": 1, "/helm/values/summary": 1, "/tenants": 1 },
    },
    panels: [
      { ...combobox(/^Path:/), file: "components/fleet/values/path-picker.tsx" },
      look("the selection", async (at) => {
        await at
          .getByRole("checkbox", { name: /^Select (?!all)/ })
          .first()
          .check()
        await at.getByRole("region", { name: "Selected releases" }).waitFor()
      }),
    ],
  },
  {
    file: page("/releases/[id]"),
    path: ({ releaseId }) => `/releases/${releaseId}`,
    loads: {
      script: 191,
      // The end of its upgrade may be announced once more after the page was read.
      asks: {
        "/clusters": 1,
        "/helm/releases/…": 1,
        "/helm/releases/…/history": 1,
        "/helm/releases/…/resources": 1,
      },
    },
    ready: (at) => at.getByText("Healthy").first(),
    panels: [
      ...["Values", "Manifest", "Notes", "History"].map(tab),
      dialog("fleet/releases/detail/rollback-release-dialog", "Roll back…"),
      dialog("fleet/releases/detail/uninstall-dialog", "Uninstall…"),
    ],
  },
  {
    file: page("/releases/[id]/upgrade"),
    path: ({ releaseId }) => `/releases/${releaseId}/upgrade`,
    loads: { script: 185, asks: { "/clusters": 1, "/helm/charts/demo/matih-ai-service": 1 } },
  },
  {
    file: page("/releases/[id]/upgrade"),
    path: ({ releaseId }) => `/releases/${releaseId}/upgrade?version=1.1.0`,
    ready: (at) => at.getByLabel("New value of replicaCount", { exact: true }),
    panels: [preview("Upgrade preview")],
  },
  { file: page("/rollouts"), path: () => "/rollouts", loads: { script: 191 } },
  {
    file: page("/rollouts/[id]"),
    path: ({ rolloutId }) => `/rollouts/${rolloutId}`,
    // A change of a release may be announced once more after the page was read.
    loads: { script: 191, asks: { "/helm/rollouts/…": 2 } },
    ready: (at) => at.getByRole("list", { name: "Waves" }),
    panels: [
      {
        ...drawer("fleet/rollouts/board/release-drawer"),
        open: async (at, { canary }) => {
          await at.getByRole("link", { name: canary, exact: true }).click()
          await at.getByRole("dialog", { name: canary }).waitFor()
        },
      },
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
    loads: {
      script: 209,
      // The chart and the matching tenants are those of the URL.
      asks: {
        "/helm/charts": 1,
        "/helm/charts/demo/matih-ai-service": 1,
        "/helm/rollouts/preview": 1,
        "/tenants": 1,
      },
    },
    ready: (at) => at.getByText("Matches 1 tenant"),
    panels: [
      dialog("fleet/rollouts/wizard/waves-section", "Add tag to wave 1"),
      menu("Split by tag", "fleet/rollouts/wizard/waves-section"),
    ],
  },
  {
    file: page("/rollouts/new"),
    path: (scene) => `${wizard(scene)}&step=preview`,
    ready: (at) => at.getByRole("table", { name: "Planned changes" }),
    panels: [dialog("fleet/rollouts/wizard/preview-step", "Start…")],
  },
  { file: page("/charts"), path: () => "/charts", loads: { script: 191 } },
  {
    file: page("/charts/[repository]/[name]"),
    path: () => `/charts/demo/${chart}`,
    loads: { script: 220 },
    panels: [...["Values", "Schema", "Versions", "Usage"].map(tab), combobox(/^Version/)],
  },
]
