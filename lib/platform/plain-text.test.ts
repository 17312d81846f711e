import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { releaseSchema } from "@/lib/kube/helm/schema"
import { plainText } from "@/lib/platform/plain-text"
import { historySchema } from "@/tools/testing/helm-reads"

const hostile = "\u001b]0;title\u0007\u001b[2J\u001b[31mred\u001b[0m\b\u0000\u009b2J\u007f done"

describe("plainText", () => {
  it("removes terminal escapes, bells and other control characters", () => {
    expect(plainText(hostile)).toBe("red done")
  })

  it("keeps tabs, line breaks and every printable character", () => {
    const text = "NAME:\tdemo\r\nÜber – ✓ 日本\n"
    expect(plainText(text)).toBe(text)
  })

  it("leaves no control character in any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => !/[^\P{Cc}\t\r\n]/u.test(plainText(text))))
  })
})

describe("Helm output", () => {
  it("is plain text: notes, descriptions, chart versions and manifests", () => {
    const release = releaseSchema.parse({
      name: "demo",
      namespace: "tenant-a",
      version: 1,
      manifest: `kind: ConfigMap # ${hostile}`,
      info: { status: "deployed", description: hostile, notes: `Visit\n${hostile}` },
      chart: { metadata: { name: "demo", version: "1.0.0", appVersion: hostile } },
    })
    expect(release).toMatchObject({
      description: "red done",
      notes: "Visit\nred done",
      manifest: "kind: ConfigMap # red done",
    })
    expect(release.chart?.appVersion).toBe("red done")
    const history = { revision: 1, updated: "2026-02-12T10:00:00Z", status: "deployed", chart: "demo-1.0.0" }
    expect(historySchema.parse([{ ...history, description: hostile }])[0]?.description).toBe("red done")
  })
})
