import { isDatabaseUnavailable } from "./database-errors"
import { outsideTransaction } from "./transaction"

type Waiting<Item, Result> = {
  item: Item
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

/** So many calls at a time, each with at most so many items; one that takes longer holds back no others. */
const limits = { calls: 2, items: 64, milliseconds: 500 }

/**
 * Combines what is read or written at the same moment into few statements. A call goes out at once while fewer than two are
 * under way; those that come in the meantime go together in the next, so that each sees what was committed before it came.
 * `all` answers in order, and writes in one transaction. If it fails, each call is made `alone`, so that none fails for
 * another; unless the database is unavailable, when a write may be committed.
 */
export class GroupedCalls<Item, Result> {
  private readonly waiting: Waiting<Item, Result>[] = []
  private running = 0

  constructor(
    private readonly all: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly alone: (item: Item) => Promise<Result>,
  ) {}

  call(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject })
      // What runs for others must not join the transaction of the caller that started it.
      void outsideTransaction(async () => this.next())
    })
  }

  private next(): void {
    while (this.running < limits.calls && this.waiting.length > 0) {
      const group = this.waiting.splice(0, limits.items)
      this.running++
      let isOver = false
      const over = () => {
        clearTimeout(timer)
        if (!isOver) this.running--
        isOver = true
        this.next()
      }
      const timer = setTimeout(over, limits.milliseconds)
      void this.callAll(group).then(over)
    }
  }

  private async callAll(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.all(group.map(({ item }) => item))
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result)
    } catch (error) {
      for (const { item, resolve, reject } of group) {
        if (isDatabaseUnavailable(error)) reject(error)
        else void this.alone(item).then(resolve, reject)
      }
    }
  }
}
