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
    panels: [dialog("fleet/tenants/tenant-dialog", /^Edit/)],
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
  },
  { file: page("/releases"), path: ({ run }) => `/releases?q=${run}&view=matrix` },
  { file: page("/releases"), path: () => "/releases?view=versions" },
  { file: page("/values"), path: () => "/values" },
  {
    file: page("/values"),
    path: () => "/values?path=replicaCount",
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
    panels: [dialog("fleet/rollouts/wizard/preview-step", "Start…")],
  },
  { file: page("/charts"), path: () => "/charts" },
  {
    file: page("/charts/[repository]/[name]"),
    path: () => `/charts/demo/${chart}`,
    panels: [...["Values", "Schema", "Versions", "Usage"].map(tab), combobox(/^Version/)],
  },
]
