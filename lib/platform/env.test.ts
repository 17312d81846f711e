import { readFileSync } from "node:fs"
import { afterEach, describe, expect, it, vi } from "vitest"
import { parse } from "yaml"
import {
  databasePoolSize,
  isDemoEnabled,
  port,
  publicUrl,
  sessionSecret,
  settingProblems,
} from "@/lib/platform/env"
import { variables } from "@/lib/platform/env-variables"

afterEach(() => {
  vi.unstubAllEnvs()
})

const validEnvironment = {
  NODE_ENV: "production",
  DATABASE_URL: "postgresql://slipway:p%40ss@db.internal:5432/slipway?sslmode=require",
  PORT: "8080",
  SLIPWAY_URL: "https://slipway.example.com",
  SLIPWAY_DATA_DIR: "/var/lib/slipway",
  SLIPWAY_BOOTSTRAP_TOKEN: "a-token",
  SLIPWAY_DEMO: "0",
  SLIPWAY_SECRET_KEY: "0123456789abcdef0123456789abcdef",
  SLIPWAY_SECRET_KEY_PREVIOUS: "fedcba9876543210fedcba9876543210, 00112233445566778899aabbccddeeff",
  SLIPWAY_WORKER: "1",
} as const

describe("settingProblems", () => {
  it("returns nothing for the documented values", () => {
    expect(settingProblems(validEnvironment)).toEqual([])
  })

  it.each([
    ["PORT", "http", "PORT must be a whole number from 1 to 65535."],
    ["PORT", "0", "PORT must be a whole number from 1 to 65535."],
    ["PORT", "70000", "PORT must be a whole number from 1 to 65535."],
    [
      "SLIPWAY_SECRET_KEY_PREVIOUS",
      `${validEnvironment.SLIPWAY_SECRET_KEY},short`,
      "SLIPWAY_SECRET_KEY_PREVIOUS must be earlier secret keys, separated by commas.",
    ],
    ["SLIPWAY_DEMO", "no", "SLIPWAY_DEMO must be 0 or 1."],
    [
      "SLIPWAY_URL",
      "slipway.example.com",
      "SLIPWAY_URL must be the public http or https URL, such as https://slipway.example.com.",
    ],
    [
      "DATABASE_URL",
      "mysql://root@db/slipway",
      "DATABASE_URL must be a PostgreSQL URL with one host, such as postgresql://user:password@host:5432/slipway.",
    ],
    [
      "DATABASE_URL",
      "postgresql://a.example.com:5432,b.example.com:5432/slipway",
      "DATABASE_URL must be a PostgreSQL URL with one host, such as postgresql://user:password@host:5432/slipway.",
    ],
    [
      "SLIPWAY_BOOTSTRAP_TOKEN",
      "two words",
      "SLIPWAY_BOOTSTRAP_TOKEN must be 1 to 200 visible ASCII characters without spaces.",
    ],
  ])("reports %s=%s with the expected value", (name, value, sentence) => {
    expect(settingProblems({ ...validEnvironment, [name]: value })).toEqual([sentence])
  })

  it("never repeats the value, which may be a secret", () => {
    const problems = settingProblems({ ...validEnvironment, SLIPWAY_SECRET_KEY: "hunter2" })
    expect(problems).toHaveLength(1)
    expect(problems.join()).not.toContain("hunter2")
  })

  it("reports what is required and missing, before what is invalid", () => {
    expect(
      settingProblems({ ...validEnvironment, PORT: "http", SLIPWAY_SECRET_KEY: " " }, ["SLIPWAY_SECRET_KEY"]),
    ).toEqual([
      "SLIPWAY_SECRET_KEY must be set: at least 32 random characters, for example from `openssl rand -hex 32`.",
      "PORT must be a whole number from 1 to 65535.",
    ])
  })

  it("reports an incomplete single sign-on configuration", () => {
    expect(
      settingProblems({
        ...validEnvironment,
        OIDC_ISSUER: "https://id.example.com",
        OIDC_CLIENT_ID: "x",
      }),
    ).toEqual([
      "OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET belong together: OIDC_CLIENT_SECRET must be set too.",
    ])
  })
})

describe(".env.example", () => {
  it("lists every variable once, each with a valid value or none", () => {
    const lines = readFileSync(".env.example", "utf8").matchAll(/^#?([A-Z_]+)=(.*)$/gm)
    const settings = [...lines].map(([, name = "", value = ""]) => [name, value] as const)
    expect(settings.map(([name]) => name).sort()).toEqual(Object.keys(variables).sort())
    const example = Object.fromEntries(settings.filter(([name]) => !name.startsWith("OIDC_")))
    expect(settingProblems({ NODE_ENV: "production", ...example })).toEqual([])
  })
})

describe("An unset variable", () => {
  it("has the documented default, as does an empty one", () => {
    vi.stubEnv("PORT", "")
    vi.stubEnv("SLIPWAY_URL", undefined)
    vi.stubEnv("SLIPWAY_DEMO", undefined)
    expect([port(), publicUrl(), isDemoEnabled(), databasePoolSize()]).toEqual([
      3000,
      "http://localhost:3000",
      true,
      16,
    ])
  })
})

describe("sessionSecret", () => {
  it("is derived from the secret key, differs from it and is stable", () => {
    vi.stubEnv("NEXTAUTH_SECRET", undefined)
    vi.stubEnv("SLIPWAY_SECRET_KEY", validEnvironment.SLIPWAY_SECRET_KEY)
    const secret = sessionSecret()
    expect(secret).toBe(sessionSecret())
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(secret).not.toContain(validEnvironment.SLIPWAY_SECRET_KEY)
    vi.stubEnv("SLIPWAY_SECRET_KEY", `${validEnvironment.SLIPWAY_SECRET_KEY}0`)
    expect(sessionSecret()).not.toBe(secret)
  })

  it("throws when no secret key is set", () => {
    vi.stubEnv("NEXTAUTH_SECRET", undefined)
    vi.stubEnv("SLIPWAY_SECRET_KEY", undefined)
    expect(() => sessionSecret()).toThrow("SLIPWAY_SECRET_KEY is not set.")
  })
})

describe("deploy/compose.yaml", () => {
  type Service = { image: string; build?: unknown; environment: Record<string, string> }
  const { services } = parse(readFileSync("deploy/compose.yaml", "utf8"), { merge: true })
  const slipwayServices = Object.values<Service>(services).filter(({ image }) => image === "slipway")

  it("sets only variables that exist, and builds the image once", () => {
    expect(
      slipwayServices
        .flatMap(({ environment }) => Object.keys(environment))
        .filter((name) => !(name in variables)),
    ).toEqual([])
    expect(slipwayServices.filter(({ build }) => build !== undefined)).toHaveLength(1)
  })
})
