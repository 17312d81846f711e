import type { KeyPath, Values } from "@/lib/fleet/releases/merge-values"
import type { Actor } from "@/lib/identity/auth/actor"
import { keysFor } from "@/lib/platform/env"
import { isMap } from "@/lib/platform/json-values"
import { chunksOf, readSealed, readSizes, threadOf, withinBudget } from "./open-values"
import type { default as setValuesTask } from "./set-values.task"
import type { ValuesPath } from "./values-path"

const run = threadOf<typeof setValuesTask>("lib/fleet/values/set-values.task.ts")

/** The maximum that one request may open. */
const maxBytes = 64 * 1_048_576

/** The releases that these values and resets would not change, within the limit of one request. */
export async function findUnchanged(
  actor: Actor,
  releases: readonly { id: string }[],
  override: Values,
  reset: readonly KeyPath[],
): Promise<ReadonlySet<string>> {
  const unchanged = new Set<string>()
  const sizes = await readSizes(releases)
  for (const chunk of chunksOf(withinBudget(releases, sizes, maxBytes), sizes)) {
    const sealed = [...(await readSealed(chunk, "sealedValues"))]
    const areUnchanged = await run(actor, {
      sealed: sealed.map(([, text]) => text),
      override,
      reset,
      keys: keysFor("release-values"),
    })
    for (const [index, [id]] of sealed.entries()) if (areUnchanged[index]) unchanged.add(id)
  }
  return unchanged
}

/** The path to the only value that is set or reset; null if there are several, or none. */
export function onlyPathOf(values: Values, [reset, ...otherPaths]: readonly KeyPath[]): ValuesPath | null {
  if (reset !== undefined) return otherPaths.length + Object.keys(values).length === 0 ? reset : null
  const path: string[] = []
  let value: unknown = values
  while (isMap(value)) {
    const [onlyEntry, ...otherEntries] = Object.entries(value)
    if (onlyEntry === undefined) return path.length > 0 ? path : null
    if (otherEntries.length > 0) return null
    path.push(onlyEntry[0])
    value = onlyEntry[1]
  }
  return path
}
