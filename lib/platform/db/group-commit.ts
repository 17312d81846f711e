import { isDatabaseUnavailable } from "./database-errors"
import { outsideTransaction } from "./transaction"

type Waiting<Item, Result> = {
  item: Item
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

/** So many calls at a time, each with at most so many items. */
const limits = { calls: 2, items: 64 }

/**
 * Combines what is written at the same moment into few transactions. An item is written at once while fewer than two calls
 * run; those that arrive meanwhile go together in the next call. `write` answers in order, after the commit. If it fails,
 * each item is written alone, so that none fails for another; unless the database is unavailable, when it may be committed.
 */
export class GroupCommit<Item, Result> {
  private readonly waiting: Waiting<Item, Result>[] = []
  private running = 0

  constructor(private readonly write: (items: readonly Item[]) => Promise<readonly Result[]>) {}

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject })
      // What runs for others must not join the transaction of the caller that started it.
      if (this.running < limits.calls) void outsideTransaction(() => this.run())
    })
  }

  private async run(): Promise<void> {
    this.running++
    while (this.waiting.length > 0) await this.writeAll(this.waiting.splice(0, limits.items))
    this.running--
  }

  private async writeAll(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.write(group.map(({ item }) => item))
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result)
    } catch (error) {
      if (group.length === 1 || isDatabaseUnavailable(error)) for (const { reject } of group) reject(error)
      else await Promise.all(group.map((one) => this.writeAll([one])))
    }
  }
}
