import { screen, within } from "@testing-library/react"
import { describe, expect, it } from "vitest"
import InstallForm from "@/components/fleet/releases/form/install-form"
import type { Chart, ChartContents, ChartVersion } from "@/lib/fleet/charts/schema"
import type { Preview } from "@/lib/fleet/releases/preview-schema"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { buildPreview } from "@/tools/testing/build-release"
import { problem, renderUi, type SentRequest } from "@/tools/testing/render-ui"

const tenant: Tenant = {
  id: "01900000-0000-7000-8000-000000000001",
  slug: "acme",
  name: "Acme",
  namespace: "tenant-acme",
  tags: {},
  cluster: "local",
  status: "ACTIVE",
  clusterScoped: false,
  isolated: false,
  releases: 0,
  createdAt: "2026-02-12T10:00:00Z",
  updatedAt: "2026-02-12T10:00:00Z",
}
const chart: Chart = {
  repository: "demo",
  name: "web",
  description: "A web server.",
  icon: null,
  deprecated: false,
  latestVersion: "1.1.0",
  latestAppVersion: null,
  versions: 2,
  listedAt: "2026-02-12T10:00:00Z",
}
const versionOf = (version: string): ChartVersion => ({
  repository: "demo",
  name: "web",
  version,
  appVersion: null,
  description: null,
  createdAt: null,
  digest: null,
  deprecated: false,
  prerelease: false,
  quarantine: null,
})
const contents: ChartContents = {
  ...versionOf("1.1.0"),
  valuesYaml: "replicas: 1\n",
  values: { replicas: 1 },
  schema: null,
  readme: null,
  kubeVersion: null,
  dependencies: [],
}
const preview = buildPreview({ kind: "INSTALL", previewDigest: "INSTALL.digest" })
const releaseId = "01900000-0000-7000-8000-000000000002"

const api = "/api/v1"
const reads = {
  [`GET ${api}/helm/charts`]: { body: [chart] },
  [`GET ${api}/helm/charts/demo/web`]: { body: [versionOf("1.1.0"), versionOf("1.0.0")] },
  [`GET ${api}/helm/charts/demo/web/1.1.0`]: { body: contents },
  [`GET ${api}/helm/releases/tenant/${tenant.id}`]: { body: [] },
}
const chosen = "?chart=demo%2Fweb&version=1.1.0"

function renderForm(responses: Parameters<typeof renderUi>[1] = {}, search = "") {
  return renderUi(<InstallForm tenant={tenant} />, { ...reads, ...responses }, search)
}
const previewButton = () => screen.getByRole("button", { name: "Preview changes" })
const replicas = () => screen.findByLabelText<HTMLInputElement>("New value of replicas")
const posts = (sent: SentRequest[]) => sent.filter(({ method }) => method === "POST")

describe("Installing a release", () => {
  it("preselects no version, and names the missing fields", async () => {
    const { user, sent } = renderForm()
    await user.click(screen.getByRole("combobox", { name: /^Chart: / }))
    await user.click(await screen.findByRole("option", { name: /web/ }))
    expect(screen.getByRole("combobox", { name: "Version: Choose a version…" })).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>("Release name").value).toBe("acme-web")
    await user.click(previewButton())
    expect(screen.getByText("Choose a version.")).toBeTruthy()
    expect(posts(sent)).toEqual([])
  })

  it("offers every version of a chart, newest first, however many pages they are", async () => {
    const path = `${api}/helm/charts/demo/web`
    const versions = Array.from({ length: 120 }, (_, index) => versionOf(`1.${119 - index}.0`))
    const { user } = renderForm(
      {
        [`GET ${path}`]: (request) =>
          request.path.includes("cursor=")
            ? { body: versions.slice(70) }
            : { body: versions.slice(0, 70), headers: { link: `<${path}?cursor=next>; rel="next"` } },
      },
      "?chart=demo%2Fweb",
    )
    await user.click(screen.getByRole("combobox", { name: /^Version: / }))
    await screen.findByRole("option", { name: /^1\.0\.0/ })
    const options = screen.getAllByRole("option")
    expect(options).toHaveLength(120)
    expect(options[0]?.textContent).toContain("1.119.0")
  })

  it("shows why a quarantined version cannot be chosen, even when it was", async () => {
    const quarantine = { reason: "Loses writes", createdBy: "Ann" }
    const bad = { ...versionOf("1.2.0"), quarantine }
    const responses = {
      [`GET ${api}/helm/charts/demo/web`]: { body: [bad, versionOf("1.1.0")] },
      [`GET ${api}/helm/charts/demo/web/1.2.0`]: { body: { ...contents, ...bad } },
    }
    const { user } = renderForm(responses, "?chart=demo%2Fweb&version=1.2.0")
    expect(
      await screen.findByText("1.2.0 is quarantined by Ann: Loses writes. Choose another version."),
    ).toBeTruthy()
    await user.click(screen.getByRole("combobox", { name: "Version: 1.2.0" }))
    const option = await screen.findByRole("option", { name: /1\.2\.0.*quarantined: Loses writes/ })
    expect(option.getAttribute("aria-disabled")).toBe("true")
    await user.click(screen.getByRole("option", { name: "1.1.0" }))
    expect(screen.getByRole("combobox", { name: "Version: 1.1.0" })).toBeTruthy()
  })

  it("sends exactly what was previewed, with the digest of the preview, and opens the release", async () => {
    const { user, sent, push } = renderForm(
      {
        [`POST ${api}/helm/releases/preview`]: { body: preview },
        [`POST ${api}/helm/releases`]: { status: 202, body: { id: releaseId } },
      },
      chosen,
    )
    await user.type(await replicas(), "3")
    await user.click(previewButton())
    const review = await screen.findByRole("region", { name: "Install preview" })
    await user.click(within(review).getByRole("button", { name: "Install" }))
    await expect.poll(() => push.mock.calls).toEqual([[`/releases/${releaseId}`]])
    const [previewed, installed] = posts(sent).map(({ body }) => body)
    expect(installed).toMatchObject({
      tenantId: tenant.id,
      releaseName: "acme-web",
      chartName: "demo/web",
      chartVersion: "1.1.0",
      valuesOverride: { replicas: 3 },
    })
    const { kind, ...request } = Object(previewed)
    expect(kind).toBe("INSTALL")
    expect(installed).toEqual({ ...request, previewDigest: "INSTALL.digest" })
  })

  it("does not allow changes while the preview is being rendered", async () => {
    const rendered = Promise.withResolvers<{ body: Preview }>()
    const { user } = renderForm({ [`POST ${api}/helm/releases/preview`]: () => rendered.promise }, chosen)
    const field = await replicas()
    await user.click(previewButton())
    expect(field.closest("[inert]")).not.toBeNull()
    rendered.resolve({ body: preview })
    expect(await screen.findByRole("heading", { name: "Install preview" })).toBeTruthy()
  })

  it("shows validation errors at their fields, and keeps the input", async () => {
    const message = "It must be an integer."
    const errors = [
      { pointer: "/valuesOverride/replicas", message },
      { pointer: "/chartVersion", message: "The version was removed." },
    ]
    const { user } = renderForm(
      { [`POST ${api}/helm/releases/preview`]: problem(422, "The values do not fit the chart.", { errors }) },
      chosen,
    )
    const field = await replicas()
    await user.type(field, "many")
    const name = screen.getByLabelText<HTMLInputElement>("Release name")
    await user.clear(name)
    await user.type(name, "kept")
    await user.click(previewButton())
    expect((await screen.findAllByText(message)).length).toBeGreaterThan(0)
    const version = screen.getByRole("combobox", { name: /^Version/ })
    for (const invalid of [field, version]) expect(invalid.getAttribute("aria-invalid")).toBe("true")
    expect([field.value, name.value]).toEqual(["many", "kept"])
  })

  it("previews again when the preview is outdated", async () => {
    const { user } = renderForm(
      {
        [`POST ${api}/helm/releases/preview`]: { body: preview },
        [`POST ${api}/helm/releases`]: problem(409, "This is not what was previewed.", {
          code: "preview_outdated",
        }),
      },
      chosen,
    )
    await replicas()
    await user.click(previewButton())
    await user.click(await screen.findByRole("button", { name: "Install" }))
    expect((await screen.findByRole("alert")).textContent).toContain("This is not what was previewed.")
    expect(screen.queryByRole("button", { name: "Install" })).toBeNull()
    await user.click(screen.getByRole("button", { name: "Preview again" }))
    expect(await screen.findByRole("button", { name: "Install" })).toBeTruthy()
    expect(screen.queryByRole("alert")).toBeNull()
  })

  it("offers a retry and keeps the form when the chart cannot be read", async () => {
    let failures = 1
    const { user } = renderForm(
      {
        [`GET ${api}/helm/charts/demo/web/1.1.0`]: () =>
          failures-- > 0 ? problem(422, "The archive is damaged.") : { body: contents },
      },
      chosen,
    )
    expect(await screen.findByText("The archive is damaged.")).toBeTruthy()
    await user.click(screen.getByRole("button", { name: /again|retry/i }))
    expect(await replicas()).toBeTruthy()
  })
})
