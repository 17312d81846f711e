import fc from "fast-check"
import { afterEach, describe, expect, it, vi } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { type Caller, sessionCaller, sessionOf, tokenCaller } from "@/tools/testing/callers"
import { authenticate, rejectCrossSiteWrite } from "./authenticate"

afterEach(() => vi.unstubAllEnvs())

const authenticateWith = (headers: Caller) => authenticate(new Headers(headers), "request-1")
const unauthenticated = expect.objectContaining({ kind: "unauthenticated" })

async function person(role: "VIEWER" | "ADMIN" = "VIEWER") {
  const email = `${crypto.randomUUID()}@example.test`
  return prismaClient().user.create({ data: { email, name: "Someone", role } })
}

describe("authenticate with an API token", () => {
  it("returns the token with its scopes and limits", async () => {
    const staging = await prismaClient().environment.findUniqueOrThrow({ where: { name: "staging" } })
    const actor = await authenticateWith(
      await tokenCaller(["deployments:read"], { name: "ci", environments: ["staging"] }),
    )
    expect(actor).toMatchObject({ kind: "token", name: "ci", scopes: ["deployments:read"], tenantIds: null })
    expect(actor.environmentIds).toEqual([staging.id])
  })

  it("rejects a revoked and an expired token", async () => {
    const caller = await tokenCaller(["admin"], { name: "short-lived" })
    const token = prismaClient().apiToken
    await authenticateWith(caller)
    await token.updateMany({ where: { name: "short-lived" }, data: { expiresAt: new Date() } })
    await expect(authenticateWith(caller)).rejects.toEqual(unauthenticated)
    await token.updateMany({
      where: { name: "short-lived" },
      data: { expiresAt: null, revokedAt: new Date() },
    })
    await expect(authenticateWith(caller)).rejects.toEqual(unauthenticated)
  })

  it("ignores scopes that this version does not know", async () => {
    const caller = await tokenCaller(["deployments:read"], { name: "from the future" })
    const scopes = ["deployments:read", "everything:write"]
    await prismaClient().apiToken.updateMany({ where: { name: "from the future" }, data: { scopes } })
    expect((await authenticateWith(caller)).scopes).toEqual(["deployments:read"])
  })

  it("records when the token was used, at most once a minute", async () => {
    const caller = await tokenCaller(["deployments:read"], { name: "noted" })
    const lastUse = async () =>
      (await prismaClient().apiToken.findFirstOrThrow({ where: { name: "noted" } })).lastUsedAt
    await authenticateWith(caller)
    const first = await lastUse()
    expect(first).not.toBeNull()
    await authenticateWith(caller)
    expect(await lastUse()).toEqual(first)
  })

  it("rejects an invalid token even with a valid session cookie", async () => {
    const session = await sessionCaller("ADMIN")
    await expect(authenticateWith({ ...session, authorization: "Bearer slw_wrong" })).rejects.toEqual(
      unauthenticated,
    )
  })

  it("says how to authenticate where another scheme is used, and not that a token is unknown", async () => {
    for (const authorization of ["Basic YTpi", "Bearer", "slw_abc"])
      await expect(authenticateWith({ authorization })).rejects.toThrow(/send an API token as/)
    await expect(authenticateWith({ authorization: "Bearer slw_abc" })).rejects.toThrow(
      /^This API token is unknown/,
    )
  })

  it("rejects malformed tokens of any kind with a 401 or 400", async () => {
    const { authorization = "" } = await tokenCaller(["admin"])
    const latin = fc.string({
      unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)),
    })
    const scheme = fc.constantFrom(
      "Bearer ",
      "bearer ",
      "Bearer",
      "Basic ",
      "Digest ",
      "",
      "Bearer  ",
      "Bearer slw_",
    )
    const damaged = fc.nat(authorization.length - 1).map((at) => {
      const other = authorization[at] === "x" ? "y" : "x"
      return `${authorization.slice(0, at)}${other}${authorization.slice(at + 1)}`
    })
    const header = fc.oneof(
      fc.tuple(scheme, latin).map(([schemeName, rest]) => schemeName + rest),
      damaged.filter((text) => !/^bearer /i.test(text) || text.slice(7) !== authorization.slice(7)),
      fc.constant(`${authorization} ${authorization}`),
      fc.constant(`Bearer ${"a".repeat(100_000)}`),
    )
    await fc.assert(
      fc.asyncProperty(header, async (value) => {
        let headers: Headers
        try {
          headers = new Headers({ authorization: value })
        } catch {
          return // A client could not send this value either way.
        }
        await expect(authenticate(headers, "request-1")).rejects.toEqual(unauthenticated)
      }),
      { numRuns: 300 },
    )
  })
})

describe("SLIPWAY_BOOTSTRAP_TOKEN", () => {
  it("authenticates exactly its value as admin", async () => {
    vi.stubEnv("SLIPWAY_BOOTSTRAP_TOKEN", "let-me-in")
    expect(await authenticateWith({ authorization: "Bearer let-me-in" })).toMatchObject({
      kind: "token",
      environmentIds: null,
    })
    for (const token of ["let-me-i", "let-me-inn", "Let-me-in", ""]) {
      await expect(authenticateWith({ authorization: `Bearer ${token}` })).rejects.toEqual(unauthenticated)
    }
  })

  it("is disabled when it is not set", async () => {
    vi.stubEnv("SLIPWAY_BOOTSTRAP_TOKEN", "")
    for (const token of ["", "undefined", "null"]) {
      await expect(authenticateWith({ authorization: `Bearer ${token}` })).rejects.toEqual(unauthenticated)
    }
  })
})

describe("authenticate with a session", () => {
  it("returns the user with the scopes of their current role", async () => {
    const user = await person()
    const caller = await sessionOf(user)
    expect((await authenticateWith(caller)).scopes).not.toContain("admin")
    await prismaClient().user.update({ where: { id: user.id }, data: { role: "ADMIN" } })
    expect((await authenticateWith(caller)).scopes).toContain("admin")
  })

  it("rejects the session of a user who was disabled or signed out everywhere", async () => {
    const user = await person()
    const caller = await sessionOf(user)
    await prismaClient().user.update({ where: { id: user.id }, data: { disabledAt: new Date() } })
    await expect(authenticateWith(caller)).rejects.toEqual(unauthenticated)
    const sessionsFrom = new Date(user.sessionsFrom.getTime() + 1)
    await prismaClient().user.update({ where: { id: user.id }, data: { disabledAt: null, sessionsFrom } })
    await expect(authenticateWith(caller)).rejects.toEqual(unauthenticated)
  })

  it("rejects a session after a week, even if it was renewed", async () => {
    const user = await person()
    const eightDaysAgo = new Date(Date.now() - 8 * 24 * 3600_000)
    await prismaClient().user.update({ where: { id: user.id }, data: { sessionsFrom: eightDaysAgo } })
    await expect(
      authenticateWith(await sessionOf({ id: user.id, sessionsFrom: eightDaysAgo })),
    ).rejects.toEqual(unauthenticated)
  })

  it("rejects a cookie that was signed with another secret", async () => {
    vi.stubEnv("NEXTAUTH_SECRET", "another secret of thirty-two characters")
    const forged = await sessionOf(await person("ADMIN"))
    vi.unstubAllEnvs()
    await expect(authenticateWith(forged)).rejects.toEqual(unauthenticated)
    await expect(authenticateWith({ cookie: "next-auth.session-token=garbage" })).rejects.toEqual(
      unauthenticated,
    )
  })

  it("reads chunked and secure cookies", async () => {
    const { cookie = "" } = await sessionOf(await person())
    const token = cookie.slice(cookie.indexOf("=") + 1)
    const name = "__Secure-next-auth.session-token"
    const halves = `other=1; ${name}.1=${token.slice(50)}; ${name}.0=${token.slice(0, 50)}`
    expect((await authenticateWith({ cookie: halves })).kind).toBe("user")
    expect((await authenticateWith({ cookie: `${name}=${token}` })).kind).toBe("user")
  })
})

describe("A write with a session", () => {
  const write = async (headers: Caller, method = "POST", caller?: Caller) => {
    const requestHeaders = {
      host: "console.test",
      ...(caller ?? (await sessionOf(await person("ADMIN")))),
      ...headers,
    }
    const request = new Request("http://console.test/api/v1/users", { method, headers: requestHeaders })
    rejectCrossSiteWrite(request, await authenticate(request.headers, "request-1"))
  }
  const crossSite = expect.objectContaining({ details: { code: "cross_site_write" } })

  it("is accepted from Slipway's own pages", async () => {
    await write({ "sec-fetch-site": "same-origin" })
    const session = await sessionCaller("ADMIN")
    const { "sec-fetch-site": _, ...old } = session
    await write({ origin: "http://console.test" }, "POST", old)
  })

  it("is rejected from another site, a sibling domain, and without an origin", async () => {
    for (const site of ["cross-site", "same-site", "none"]) {
      await expect(write({ "sec-fetch-site": site })).rejects.toEqual(crossSite)
    }
    const { "sec-fetch-site": _, ...old } = await sessionCaller("ADMIN")
    await expect(write({ origin: "http://evil.test" }, "POST", old)).rejects.toEqual(crossSite)
    await expect(write({ origin: "null" }, "DELETE", old)).rejects.toEqual(crossSite)
    await expect(write({}, "PATCH", old)).rejects.toEqual(crossSite)
  })

  it("is accepted only from SLIPWAY_URL, regardless of Host and X-Forwarded-Host", async () => {
    vi.stubEnv("SLIPWAY_URL", "https://slipway.example.com")
    const forged = { host: "evil.test", "x-forwarded-host": "evil.test", "x-forwarded-proto": "https" }
    const { cookie = "" } = await sessionCaller("ADMIN")
    const from = (origin: string, headers: Caller = {}) =>
      write({ ...forged, ...headers, origin }, "POST", { cookie })
    await from("https://slipway.example.com")
    await from("https://slipway.example.com", { "sec-fetch-site": "same-origin" })
    for (const origin of [
      "https://evil.test",
      "http://slipway.example.com",
      "https://slipway.example.com:8443",
    ]) {
      await expect(from(origin)).rejects.toEqual(crossSite)
      await expect(from(origin, { "sec-fetch-site": "same-origin" })).rejects.toEqual(crossSite)
    }
  })

  it("is not accepted because of X-Forwarded-Host when SLIPWAY_URL is not set", async () => {
    const headers = { origin: "http://evil.test", "x-forwarded-host": "evil.test", host: "slipway.test" }
    const { cookie = "" } = await sessionCaller("ADMIN")
    await expect(write(headers, "POST", { cookie })).rejects.toEqual(crossSite)
  })

  it("is not checked for reads or for API tokens", async () => {
    await write({ "sec-fetch-site": "cross-site" }, "GET")
    await write({ "sec-fetch-site": "cross-site" }, "POST", await tokenCaller(["admin"]))
  })
})
