import { expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { seedReleases } from "@/tools/testing/seed-releases"
import { previewRelease } from "./preview-release"
import { revisionKey, sealRevision } from "./sealed-values"

const actor = systemActor("test")
const object = (kind: string, name: string, policy?: string) => `apiVersion: v1
kind: ${kind}
metadata:
  name: ${name}
${policy === undefined ? "" : `  annotations: { helm.sh/resource-policy: ${policy} }\n`}`

const seeded = async (slug: string, row: object = {}) => {
  const [one] = await seedReleases(null, [{ slug, row }])
  return one?.releaseId ?? ""
}

it("previewing an uninstall lists removed objects and those the chart marks to be kept", async () => {
  const releaseId = await seeded("keeper")
  const manifest = [
    object("Service", "web"),
    object("PersistentVolumeClaim", "data", "keep"),
    object("Secret", "key", '" Keep "'),
    object("ConfigMap", "settings", "delete"),
  ].join("---\n")
  const revision = { values: {}, manifest, hooks: "", notes: "" }
  const { sealed: sealedMasked } = sealRevision(revision, revisionKey())
  await prismaClient().releaseRevision.updateMany({ where: { releaseId }, data: { sealedMasked } })
  const { resources } = await previewRelease(actor, { kind: "UNINSTALL", releaseId, skipHooks: false })
  expect(resources.map(({ change, name }) => `${name} ${change}`).sort()).toEqual([
    "data unchanged",
    "key unchanged",
    "settings removed",
    "web removed",
  ])
})

it("previewing an uninstall of an uninstalled release fails like the uninstall itself", async () => {
  const releaseId = await seeded("gone", { status: "UNINSTALLED", inCluster: false })
  await expect(
    previewRelease(actor, { kind: "UNINSTALL", releaseId, skipHooks: false }),
  ).rejects.toMatchObject({
    kind: "conflict",
    details: { code: "release_not_installed" },
  })
})
