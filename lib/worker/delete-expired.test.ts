import { expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { deleteExpired } from "./delete-expired"

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)

it("Stored responses, failed sign-ins and events are deleted after their retention period, others are kept", async () => {
  const prisma = prismaClient()
  for (const [key, hours] of [
    ["old", 25],
    ["new", 23],
  ] as const) {
    await prisma.idempotentAnswer.create({
      data: { caller: "token:ci", key, payloadHash: Buffer.from(""), createdAt: hoursAgo(hours) },
    })
    await prisma.signInAttempt.create({ data: { subject: key, failedAt: hoursAgo(hours) } })
    await prisma.$executeRaw`
      INSERT INTO announced_event (xid, type, subject_id, at)
      VALUES (1, ${key}, gen_random_uuid(), ${hoursAgo(key === "old" ? 1.1 : 0.9)})`
  }
  await deleteExpired()
  expect((await prisma.idempotentAnswer.findMany()).map(({ key }) => key)).toEqual(["new"])
  expect((await prisma.signInAttempt.findMany()).map(({ subject }) => subject)).toEqual(["new"])
  expect(await prisma.$queryRaw`SELECT type FROM announced_event`).toEqual([{ type: "new" }])
})
