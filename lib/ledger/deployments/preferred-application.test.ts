import { beforeAll, describe, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { recordAll } from "@/tools/testing/record-all"
import { allValue } from "./all-value"
import { preferredApplication, preferredSingleApplication } from "./preferred-application"

const actor = systemActor("test")

beforeAll(async () => {
  const deployments = (application: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({
      application,
      environment: "prod",
      imageTag: `v${n}`,
      deployedAt: new Date(Date.now() - (n + 1) * 86_400_000).toISOString(),
    }))
  await recordAll(...deployments("cart", 4), ...deployments("search", 3), ...deployments("mail", 3))
})

describe("preferredApplication and preferredSingleApplication", () => {
  it("return null when no application has most of the records, even after one platform record", async () => {
    expect(await preferredApplication(actor, undefined)).toBeNull()
    await recordAll({ environment: "dev", imageTag: "v1", deployedAt: new Date().toISOString() })
    expect(await preferredApplication(actor, undefined)).toBeNull()
  })

  it("return the busiest application where applications must not be combined", async () => {
    expect(await preferredSingleApplication(actor, undefined)).toBe("cart")
    expect(await preferredSingleApplication(actor, allValue)).toBe("cart")
  })

  it("return the application the user chose last, while it exists", async () => {
    expect(await preferredApplication(actor, "mail")).toBe("mail")
    expect(await preferredSingleApplication(actor, "mail")).toBe("mail")
    expect(await preferredApplication(actor, "gone")).toBeNull()
    expect(await preferredApplication(actor, allValue)).toBeNull()
  })

  it("return the application with more than half of the recent records", async () => {
    const lately = new Date(Date.now() - 3_600_000).toISOString()
    await recordAll(
      ...Array.from({ length: 12 }, (_, n) => ({
        application: "platform",
        environment: "prod",
        imageTag: `p${n}`,
        deployedAt: lately,
      })),
    )
    expect(await preferredApplication(actor, undefined)).toBe("platform")
  })
})
