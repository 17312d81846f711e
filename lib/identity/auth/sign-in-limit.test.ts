import { beforeEach, describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { transaction } from "@/lib/platform/db/transaction"
import { countSignIn, resetSignInFailures } from "./sign-in-limit"

const attempts = prismaClient().signInAttempt

beforeEach(async () => {
  await attempts.deleteMany()
})

async function failTimes(times: number, account: (n: number) => string, address: string | null) {
  for (let n = 0; n < times; n++) await countSignIn({ account: account(n), address, device: null })
}

describe("The sign-in limit", () => {
  it("rejects the sixth failure of an account with the waiting time, regardless of case and spaces", async () => {
    await failTimes(5, () => "someone@example.test", null)
    const sixth = countSignIn({ account: " Someone@Example.TEST ", address: null, device: null })
    const refusal: unknown = await sixth.catch((error) => error)
    expect(refusal).toMatchObject({
      kind: "too_many_requests",
      message: "Too many failed sign-ins. Try again in 15 minutes.",
    })
    expect(refusal).toHaveProperty(
      "details.retryAfterSeconds",
      expect.toSatisfy((seconds) => seconds > 840),
    )
  })

  it("rejects the twenty-first failure from one network across all accounts", async () => {
    await failTimes(20, (n) => `account-${n}`, "203.0.113.9")
    await expect(countSignIn({ account: "another", address: "203.0.113.9", device: null })).rejects.toThrow(
      "Too many",
    )
    await countSignIn({ account: "another", address: "203.0.113.10", device: null })
  })

  it("allows five of a hundred concurrent attempts", async () => {
    const tries = Array.from({ length: 100 }, () =>
      countSignIn({ account: "flood", address: null, device: null }),
    )
    const passed = (await Promise.allSettled(tries)).filter((one) => one.status === "fulfilled")
    expect(passed).toHaveLength(5)
  })

  it("ends after 15 minutes, and attempts in the meantime do not extend it", async () => {
    await failTimes(5, () => "patient", null)
    await expect(countSignIn({ account: "patient", address: null, device: null })).rejects.toThrow("Too many")
    await prismaClient().$executeRaw`UPDATE sign_in_attempt SET failed_at = failed_at - interval '15 minutes'`
    await countSignIn({ account: "patient", address: null, device: null })
  })

  it("deletes an account's failures after a sign-in, but not others from the same network", async () => {
    await failTimes(4, () => "clumsy", "198.51.100.7")
    await countSignIn({ account: "clumsy", address: "198.51.100.7", device: null })
    await resetSignInFailures({ account: "clumsy", address: "198.51.100.7", device: null })
    expect(await attempts.count()).toBe(8)
    await failTimes(5, () => "clumsy", "198.51.100.7")
  })

  it("counts an attempt even if the surrounding transaction is rolled back", async () => {
    const work = transaction(async () => {
      await countSignIn({ account: "rolled back", address: null, device: null })
      throw new Error("wrong password")
    })
    await expect(work).rejects.toThrow("wrong password")
    expect(await attempts.count()).toBe(2)
  })

  it("stores neither the account nor the address in plain text", async () => {
    await countSignIn({ account: "hunter2", address: "198.51.100.7", device: null })
    expect(JSON.stringify((await attempts.findMany()).map((row) => row.subject))).not.toMatch(/hunter2|198/)
  })

  it("does not lock an account out because of failures from other networks", async () => {
    for (let n = 0; n < 10; n++) await failTimes(5, () => "admin", `203.0.113.${n}`)
    await countSignIn({ account: "admin", address: "198.51.100.7", device: null })
  })

  it("rejects the 101st failure of an account from any network, except on a known device", async () => {
    for (let n = 0; n < 20; n++) await failTimes(5, () => "admin", `203.0.113.${n}`)
    const otherNetwork = { account: "admin", address: "198.51.100.7" }
    await expect(countSignIn({ ...otherNetwork, device: null })).rejects.toThrow("Too many")
    await countSignIn({ ...otherNetwork, device: "known" })
  })

  it("allows a known device from a network that is locked out", async () => {
    await failTimes(5, () => "admin", "203.0.113.9")
    await expect(countSignIn({ account: "admin", address: "203.0.113.9", device: null })).rejects.toThrow()
    await countSignIn({ account: "admin", address: "203.0.113.9", device: "known" })
  })

  it("rejects the sixth failure on a known device", async () => {
    const attempt = { account: "admin", address: "203.0.113.9", device: "stolen" }
    for (let n = 0; n < 5; n++) await countSignIn(attempt)
    await expect(countSignIn(attempt)).rejects.toThrow("Too many")
  })
})
