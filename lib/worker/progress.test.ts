import { v7 as uuidv7 } from "uuid"
import { describe, expect, it } from "vitest"
import { Masker } from "@/lib/kube/masking/masker"
import { prismaClient } from "@/lib/platform/db/client"
import { seedRelease } from "@/tools/testing/seed-release"
import { Progress } from "./progress"

async function operationThatRuns(): Promise<string> {
  const releaseId = await seedRelease({ tenant: crypto.randomUUID().slice(0, 8) })
  const release = await prismaClient().release.findUniqueOrThrow({ where: { id: releaseId } })
  const { tenantId, cluster, namespace, releaseName } = release
  const id = uuidv7()
  await prismaClient().operation.create({
    data: {
      id,
      tenantId,
      releaseId,
      cluster,
      namespace,
      releaseName,
      kind: "UPGRADE",
      state: "RUNNING",
      sealedRequest: "",
      requestedBy: "ada",
      requester: {},
      fence: 1,
    },
  })
  return id
}

describe("Progress line", () => {
  it("is plain text, whatever a pod logs", async () => {
    const operationId = await operationThatRuns()
    const progress = new Progress({ operationId, fence: 1, seconds: 20 }, new Masker([], () => "masked"))
    progress.report("Pod web-1: \u001b[31mBack-off\u001b[0m\u0000 restarting\r\n failed")
    await progress.flush()
    const lines = await prismaClient().operationLine.findMany({ where: { operationId } })
    expect(lines.map(({ text }) => text)).toEqual(["Pod web-1: Back-off restarting failed"])
  })
})
