import { mkdtemp, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { isBuilt } from "@/tools/launch/build-web"
import { fingerprint } from "@/tools/launch/fingerprint"
import { whenStale } from "@/tools/launch/when-stale"
import { removeFolder } from "@/tools/testing/remove-folder"

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-stale-"))
  await writeFile(join(folder, "page.tsx"), "one")
  await writeFile(join(folder, "page.test.tsx"), "test")
})

afterEach(() => removeFolder(folder))

describe("whenStale", () => {
  it("builds once, and again only after a change", async () => {
    const stamp = join(folder, "dist", "built-from")
    const build = vi.fn(async () => undefined)
    expect(await whenStale(stamp, "source 1", build)).toBe(true)
    expect(await whenStale(stamp, "source 1", build)).toBe(false)
    expect(await whenStale(stamp, "source 2", build)).toBe(true)
    expect(build).toHaveBeenCalledTimes(2)
  })

  it("builds again after a failed build, even for an earlier source", async () => {
    const stamp = join(folder, "built-from")
    const build = vi.fn(async () => undefined)
    await whenStale(stamp, "source 1", build)
    await expect(whenStale(stamp, "source 2", () => Promise.reject(new Error("failed")))).rejects.toThrow()
    expect(await whenStale(stamp, "source 1", build)).toBe(true)
  })

  it.each([
    ["app/page.tsx", true],
    ["lib/ledger/deployments/record-deployment.ts", true],
    ["lib/ledger/deployments/record-deployment.test.ts", false],
    ["lib/platform/db/generated/client.ts", false],
  ])("a change to %s triggers a build: %s", (path, built) => {
    expect(isBuilt(path)).toBe(built)
  })
})

describe("fingerprint", () => {
  it("changes only with contents and names", async () => {
    const before = await fingerprint([folder])
    await writeFile(join(folder, "page.tsx"), "one")
    expect(await fingerprint([folder, join(folder, "missing")])).toBe(before)
    await writeFile(join(folder, "page.tsx"), "two")
    const changed = await fingerprint([folder])
    expect(changed).not.toBe(before)
    await writeFile(join(folder, "other.tsx"), "")
    expect(await fingerprint([folder])).not.toBe(changed)
  })

  it("ignores excluded files", async () => {
    const before = await fingerprint([folder], isBuilt)
    await writeFile(join(folder, "page.test.tsx"), "another test")
    expect(await fingerprint([folder], isBuilt)).toBe(before)
  })
})
