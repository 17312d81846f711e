import { invalid } from "./errors"

/** Throws a 422 for a window that ends before it starts. */
export function requireOrderedWindow({ from, to }: { from?: Date; to?: Date }): void {
  if (from !== undefined && to !== undefined && to < from)
    throw invalid("/to", "to is before from. Swap them.")
}
