import { randomUUID } from "node:crypto"
import { readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { stopLeftover } from "@/lib/platform/db/embedded-leftover"
import { isAlive } from "@/lib/platform/db/process-state"

/** A name for the cluster of this run that identifies its owner to later runs. */
export function runName(): string {
  return `slipway-test-run-${process.pid}-${randomUUID()}`
}

/** Stops and deletes the clusters of test runs that were killed before they could clean up. */
export async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, pid, log] = /^slipway-test-run-(\d+)-[\w-]+(\.log)?$/.exec(name) ?? []
    if (pid === undefined || isAlive(Number(pid))) continue
    if (log === undefined) await stopLeftover(join(tmpdir(), name))
    await rm(join(tmpdir(), name), { recursive: true, force: true })
  }
}
