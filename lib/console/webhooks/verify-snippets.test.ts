import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { promisify } from "node:util"
import { describe, expect, it } from "vitest"
import { makeSecret, signatureHeaders } from "@/lib/platform/standard-webhooks"
import { nodeSnippet, pythonSnippet } from "./verify-snippets"

const run = promisify(execFile)
const [secret, previous] = [makeSecret(), makeSecret()]
const payload = '{"type":"webhook.test","data":{"notes":"größer"}}'
const headers = signatureHeaders({ id: crypto.randomUUID(), at: new Date(), payload }, [secret, previous])
const old = signatureHeaders({ id: crypto.randomUUID(), at: new Date(0), payload }, [secret])

/** Each of them as arguments, and whether it is authentic. */
const cases: [headers: object, body: string, secret: string, expected: boolean][] = [
  [headers, payload, secret, true],
  [headers, payload, previous, true],
  [headers, payload, makeSecret(), false],
  [headers, `${payload} `, secret, false],
  [{ ...headers, "webhook-id": "another" }, payload, secret, false],
  [old, payload, secret, false],
]
const expected = cases.map(([, , , isAuthentic]) => isAuthentic)
const input = JSON.stringify(cases)

const python = await run("python3", ["--version"]).then(
  () => true,
  () => false,
)

describe("The code that verifies a signature", () => {
  it("in Node.js accepts what Slipway signs with either secret, and nothing else", async () => {
    const code = `${nodeSnippet}
      const cases = JSON.parse(process.argv[1])
      console.log(JSON.stringify(cases.map(([headers, body, secret]) => verifyWebhook(headers, body, secret))))`
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", code, input])
    expect(JSON.parse(stdout)).toEqual(expected)
  })

  it.skipIf(!python)(
    "in Python accepts what Slipway signs with either secret, and nothing else",
    async () => {
      const code = `${pythonSnippet}
import json, sys
print(json.dumps([verify_webhook(h, b.encode(), s) for h, b, s, _ in json.loads(sys.argv[1])]))`
      const { stdout } = await run("python3", ["-c", code, input])
      expect(JSON.parse(stdout)).toEqual(expected)
    },
  )

  it("is the same in the documentation", async () => {
    const text = await readFile("docs/webhooks.md", "utf8")
    expect(text).toContain(`\`\`\`js\n${nodeSnippet}\`\`\``)
    expect(text).toContain(`\`\`\`python\n${pythonSnippet}\`\`\``)
  })
})
