import { describe, expect, it } from "vitest"
import { withoutBlocking } from "@/tools/testing/without-blocking"
import { looksSecret } from "./looks-secret"
import { manifestObjects } from "./manifest-documents"
import { masked, maskFor, showMasked } from "./mask"
import { maskObjects, secretsInObjects, withoutNames } from "./mask-manifest"
import { maskEveryText, maskEveryTextInTurns, maskValues } from "./mask-values"
import { Masker } from "./masker"

const mask = maskFor(Buffer.alloc(32, 1), "a release")
const masker = (...secrets: string[]) => ({
  text: (text: string) => showMasked(new Masker(secrets, mask).text(text)),
})

describe("looksSecret", () => {
  it.each([
    "password",
    "dbPassword",
    "DB_PASSWORD",
    "apiKey",
    "api-key",
    "clientSecret",
    "authToken",
    "privateKey",
    "credentials",
    "tokens",
    "maxTokens",
    "MODEL_TOKEN_LIMIT",
    "tokenizerApiKey",
  ])("detects %s", (name) => expect(looksSecret(name)).toBe(true))
  it.each([
    "replicaCount",
    "keyspace",
    "monkey",
    "secretName",
    "existingSecret",
    "imagePullSecrets",
    "tokenTtlSeconds",
    "passwordLength",
    "image",
    "tokenizer",
    "TOKENIZER_PARALLELISM",
  ])("ignores %s", (name) => expect(looksSecret(name)).toBe(false))

  it.each(["MODEL_MAX_TOKENS", "maxTokens", "tokenLimit", "tokensPerMinute", "PROMPT_TOKENS"])(
    "ignores %s when the value is a count",
    (name) => {
      expect([4_096, "4096"].map((value) => looksSecret(name, value))).toEqual([false, false])
      expect(looksSecret(name, "ghp_4096")).toBe(true)
    },
  )

  it.each(["token", "apiToken", "maxPassword", "passwordLimit", "inputKey"])(
    "detects %s even when the value is a number",
    (name) => expect(looksSecret(name, 123_456)).toBe(true),
  )

  it.each(["A", "a", "aA", "a-"])("reads a long run of %j without blocking", async (part) => {
    const name = part.repeat(100_000 / part.length)
    expect(await withoutBlocking(async () => looksSecret(name))).toBe(false)
  })
})

describe("maskEveryTextInTurns", () => {
  it("returns the same as maskEveryText, and masks tens of thousands of texts without blocking", async () => {
    const texts = Array.from({ length: 40_000 }, (_, index) => `value number ${index}`)
    const options = { schema: null, mask }
    const values = { password: "short", name: "short", list: texts.slice(0, 3), count: 3 }
    expect(await maskEveryTextInTurns(values, options)).toEqual(maskEveryText(values, options))
    const masked = await withoutBlocking(() => maskEveryTextInTurns({ texts }, options))
    expect(masked.texts).toHaveLength(texts.length)
  })
})

describe("maskFor", () => {
  it("returns equal masks for equal values of a release, but not across releases", () => {
    expect(mask("hunter2")).toBe(mask("hunter2"))
    expect(mask("hunter2")).not.toBe(mask("hunter3"))
    expect(maskFor(Buffer.alloc(32, 1), "another")("hunter2")).not.toBe(mask("hunter2"))
    expect(showMasked(`a ${mask("hunter2")} b`)).toBe(`a ${masked} b`)
  })
})

describe("Masker", () => {
  it("removes known secrets in every encoding", () => {
    const secret = 'top"secret/word'
    const base64 = Buffer.from(secret).toString("base64")
    const forms = [secret, base64, encodeURIComponent(secret), 'top\\"secret/word']
    for (const form of forms)
      expect(masker(secret).text(`before ${form} after`)).toBe(`before ${masked} after`)
  })

  it("keeps words that only contain a short secret", () => {
    expect(masker("acme").text("acme-ai acmeology password=acme")).toBe(
      `${masked}-ai acmeology password=${masked}`,
    )
    expect(masker("true", "abc").text("true abc")).toBe("true abc")
  })

  it("removes overlapping secrets completely", () => {
    expect(masker("first-half-shared", "shared-second-half").text("first-half-shared-second-half.")).toBe(
      `${masked}.`,
    )
    expect(masker("long-secret", "secret-of-another").text("a long-secret-of-another")).toBe(`a ${masked}`)
  })

  it("searches for thousands of secrets in about the time of one", () => {
    const secrets = Array.from({ length: 20_000 }, (_, index) => `secret value number ${index}`)
    const text = secrets.map((secret) => `a line with ${secret}.`).join("\n")
    const largeMasker = new Masker(secrets, mask)
    const before = process.threadCpuUsage()
    const maskedText = showMasked(largeMasker.text(text))
    expect(process.threadCpuUsage(before).user / 1_000).toBeLessThan(2_000)
    expect(maskedText).toBe(secrets.map(() => `a line with ${masked}.`).join("\n"))
  })

  it("removes unknown passwords in addresses and flags", () => {
    expect(masker().text("postgres://app:hunter2@db/app")).toBe(`postgres://app:${masked}@db/app`)
    expect(masker().text("redis://:a/b@c/d@db:6379/0")).toBe(`redis://:${masked}@db:6379/0`)
    expect(masker().text("run --db-password=hunter2 --user=app")).toBe(
      `run --db-password=${masked} --user=app`,
    )
  })

  it.each(["-", "-token", "-a"])("searches a long run of %j for flags without blocking", async (part) => {
    const text = part.repeat(32_768 / part.length)
    expect(await withoutBlocking(async () => masker().text(text))).toBe(text)
  })

  it("removes a lone token in a web address, but no name or port", () => {
    expect(masker().text("git+https://ghp_x1@github.com/a https://t0k3n@h")).toBe(
      `git+https://${masked}@github.com/a https://${masked}@h`,
    )
    expect(masker("of-a-user").text("https://of-a-user@h https://of-a-user:p-w-d@h")).toBe(
      `https://${masked}@h https://${masked}:${masked}@h`,
    )
    for (const harmless of [
      "ssh://git@github.com/a.git",
      "https://git@github.com/a.git",
      "postgres://app@db/app",
      "http://host:8080/of/me@example.com",
      "https://npm.example/@scope/name",
      "https://one.example me@example.com",
    ])
      expect(masker().text(harmless)).toBe(harmless)
  })

  it("removes a multi-line secret when it is indented or split into lines", () => {
    const pem = `-----BEGIN PRIVATE KEY-----\n${"MIIEvQ/first+line0".repeat(3)}\nq"second\\line/of+it==\n-----END PRIVATE KEY-----\n`
    const [, firstLine, secondLine] = pem.split("\n")
    const indented = pem.replaceAll("\n", "\n      ")
    for (const form of [indented, indented.replaceAll("\n", "\r\n"), JSON.stringify(indented)]) {
      const maskedText = masker(pem).text(`ca: |\n      ${form}`)
      for (const secret of ["first+line", "second", "line/of"]) expect(maskedText).not.toContain(secret)
      expect(maskedText).toContain("-----BEGIN PRIVATE KEY-----")
    }
    expect(masker(pem).text(`error: ${firstLine}`)).toBe(`error: ${masked}`)
    expect(masker(pem).text(`  ${secondLine}  `)).toBe(`  ${masked}  `)
    expect(masker("short\nsecond\n").text("short second")).toBe("short second")
  })
})

describe("maskValues", () => {
  const schema = { properties: { license: { type: "string", writeOnly: true } } }
  it("keeps the structure, and masks what is secret by key, schema or Secret", () => {
    const values = {
      replicas: 2,
      db: { password: "p-w-1-2", host: "db" },
      license: "of-the-schema",
      env: [
        { name: "API_TOKEN", value: "by-its-name" },
        { name: "MODE", value: "fast" },
      ],
      greeting: "ends-in-a-secret",
      secretKeyRef: { name: "kept", key: "kept" },
      pins: { secret: { code: 123456 } },
    }
    const maskedValues = maskValues(values, { schema, secrets: ["ends-in-a-secret"], mask })
    expect(JSON.parse(showMasked(JSON.stringify(maskedValues)))).toEqual({
      ...values,
      db: { password: masked, host: "db" },
      license: masked,
      env: [
        { name: "API_TOKEN", value: masked },
        { name: "MODE", value: "fast" },
      ],
      greeting: masked,
      pins: { secret: { code: masked } },
    })
  })
})

function maskManifest(manifest: string): string {
  const objects = manifestObjects(manifest)
  return maskObjects(objects, new Masker(withoutNames(objects, secretsInObjects(objects)), mask), mask)
}

describe("A manifest", () => {
  const manifest = `
apiVersion: v1
kind: Secret
metadata: { name: app, annotations: { note: all-of-it, meta.helm.sh/release-name: app } }
data: { URL: ${Buffer.from("https://inner-host.example").toString("base64")} }
stringData: { plain: "given-as-text" }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: app }
spec:
  template:
    metadata: { annotations: { checksum/config: abcdef0123456789 } }
    spec:
      containers:
        - env:
            - { name: DB_PASSWORD, value: by-its-name }
            - { name: LINK, value: "see https://inner-host.example/x" }
            - { name: REF, valueFrom: { secretKeyRef: { name: app, key: URL } } }
`
  const maskedText = showMasked(maskManifest(manifest))

  it("masks all data and annotations of Secrets, secret-looking variables, checksums, and the same texts elsewhere", () => {
    for (const secret of ["inner-host", "given-as-text", "all-of-it", "by-its-name", "abcdef0123456789"]) {
      expect(maskedText).not.toContain(secret)
    }
  })

  it("keeps names and references", () => {
    for (const visibleText of ["name: DB_PASSWORD", "key: URL", "meta.helm.sh/release-name: app"])
      expect(maskedText).toContain(visibleText)
    expect(maskedText.match(/^ {2}name: app$/gm)).toHaveLength(2)
  })

  it("masks lines of a Secret that are indented in a text of another object", () => {
    const key = "-----BEGIN KEY-----\nfirst-line-of-the-key\nsecond-line-of-the-key\n-----END KEY-----\n"
    const documents = `
apiVersion: v1
kind: Secret
metadata: { name: tls }
data: { tls.key: ${Buffer.from(key).toString("base64")} }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: app }
data:
  app.yaml: |
    tls:
      key: |
        ${key.trim().replaceAll("\n", "\n        ")}
`
    const text = showMasked(maskManifest(documents))
    expect(text).not.toContain("-line-of-the-key")
    expect(text).toContain("kind: ConfigMap")
  })

  it.each([
    ["List", "v1", "{ apiVersion: v1, kind: Secret, "],
    ["SecretList", "v1", "{ "],
  ])("masks Secrets in a %s", (kind, apiVersion, item) => {
    const documents = `
apiVersion: ${apiVersion}
kind: ${kind}
items:
  - ${item}metadata: { name: one }, stringData: { plain: in-the-first } }
  - { apiVersion: v1, kind: List, items: [{ apiVersion: v1, kind: Secret, stringData: { plain: in-the-second } }] }
  - { apiVersion: v1, kind: ConfigMap, metadata: { name: two }, data: { text: "in-the-first, in-the-second" } }
`
    const text = showMasked(maskManifest(documents))
    expect(text).not.toMatch(/in-the-(first|second)/)
    expect(text.match(/^kind: \w+/gm)).toEqual(["kind: Secret", "kind: Secret", "kind: ConfigMap"])
  })
})

describe("scalars of a manifest", () => {
  it("are parsed like Kubernetes does, and keep their meaning when serialized", () => {
    const manifest = `apiVersion: v1
kind: Pod
metadata: { name: a }
spec:
  volumes: [{ name: v, secret: { secretName: s, defaultMode: 0400 } }]
  flags: { quoted: "yes", plain: no, time: "12:30" }
`
    const maskedText = maskManifest(manifest)
    expect(maskedText).toContain("defaultMode: 256\n")
    expect(maskedText).toContain('quoted: "yes"\n    plain: false\n    time: "12:30"\n')
    expect(manifestObjects(maskedText)).toEqual(manifestObjects(manifest))
  })
})
