import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { beforeAll, describe, expect, it, vi } from "vitest"
import { KubernetesApi, KubernetesError } from "@/lib/kube/cluster/kubernetes-api"
import { prismaClient } from "@/lib/platform/db/client"
import { tokenCaller } from "@/tools/testing/callers"
import { ReleaseClient } from "@/tools/testing/release-requests"
import { seedRelease } from "@/tools/testing/seed-release"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { revisionKey, sealRevision, sealValues } from "./sealed-values"

const folder = temporaryFolder("resources")
let id: string

beforeAll(async () => {
  const kubeconfig = {
    "current-context": "odd",
    clusters: [{ name: "odd", cluster: { server: "https://127.0.0.1:1" } }],
    users: [{ name: "odd", user: {} }],
    contexts: [{ name: "odd", context: { cluster: "odd", user: "odd" } }],
  }
  await writeFile(join(folder, "config"), JSON.stringify(kubeconfig))
  process.env.SLIPWAY_CLUSTERS = `odd=${join(folder, "config")}`
  id = await seedRelease({ tenant: "odd" })
  const manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\n"
  const masked = { values: {}, manifest, hooks: "", notes: "" }
  const { sealed } = sealRevision(masked, revisionKey())
  await prismaClient().releaseRevision.updateMany({ data: { sealedMasked: sealed } })
  const sealedValues = sealValues({ args: ["a-secret-argument"], plain: "of the cluster" })
  const sealedMasked = sealValues({ args: ["masked"], plain: "of the cluster" })
  await prismaClient().release.update({ where: { id }, data: { cluster: "odd", sealedValues, sealedMasked } })
})

describe("GET /helm/releases/{id}/resources", () => {
  it("reports that the name of an object contains a secret value, not that the object is missing", async () => {
    const manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ⟦masked:0123456789abcdef⟧-app\n"
    const other = await seedRelease({ tenant: "named" })
    const { sealed: sealedMasked } = sealRevision(
      { values: {}, manifest, hooks: "", notes: "" },
      revisionKey(),
    )
    await prismaClient().releaseRevision.updateMany({
      where: { releaseId: other },
      data: { sealedMasked },
    })
    await prismaClient().release.update({ where: { id: other }, data: { cluster: "odd" } })
    vi.spyOn(KubernetesApi.prototype, "list").mockResolvedValue([])
    const client = new ReleaseClient(await tokenCaller(["releases:read"], { name: crypto.randomUUID() }))
    const { body } = await client.get(other, "/resources", "/resources")
    expect(body.resources).toMatchObject([
      { name: "••••••••-app", health: "UNKNOWN", message: "Its name contains a secret value." },
    ])
  })
})

async function problem(error: Error): Promise<string> {
  vi.spyOn(KubernetesApi.prototype, "get").mockRejectedValue(error)
  vi.spyOn(KubernetesApi.prototype, "list").mockRejectedValue(error)
  const client = new ReleaseClient(await tokenCaller(["releases:read"], { name: crypto.randomUUID() }))
  const { status, body } = await client.get(id, "/resources", "/resources")
  expect([status, body.reachable]).toEqual([200, false])
  return body.problem
}

describe("the error of getResources", () => {
  it("is returned with secrets of the values masked", async () => {
    const error = new KubernetesError("no a-secret-argument of the cluster", 500)
    expect(await problem(error)).toBe("no •••••••• of the cluster")
  })

  it("is not repeated when it is not a response of the cluster", async () => {
    const error = new SyntaxError("Unexpected token 'a', \"a-part-of-a-response\" is not valid JSON")
    expect(await problem(error)).toBe("The resources could not be read; see the log for details.")
  })
})
