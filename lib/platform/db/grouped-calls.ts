import { isDatabaseUnavailable } from "./database-errors"
import { outsideTransaction } from "./transaction"

type Waiting<Item, Result> = {
  item: Item
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

/** The maximum number of concurrent calls and of items per call. A slow call does not delay the others. */
const limits = { calls: 2, items: 64, milliseconds: 500 }

/**
 * Combines concurrent reads or writes into few statements. A call is made at once while fewer than two are in
 * progress; calls that arrive later are combined into the next one, so that each sees everything committed before it
 * arrived. `all` returns its results in order, and writes in one transaction. If it fails, each call is repeated
 * `alone`, so that only the faulty one fails; but not when the database is unavailable, because the write may have been
 * committed.
 */
export class GroupedCalls<Item, Result> {
  private readonly waiting: Waiting<Item, Result>[] = []
  private running = 0

  constructor(
    private readonly callTogether: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly callAlone: (item: Item) => Promise<Result>,
  ) {}

  call(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject })
      // Requests that arrive at the same time share a call. It must not join the transaction of the caller that starts it.
      if (this.waiting.length === 1) setImmediate(() => void outsideTransaction(async () => this.next()))
    })
  }

  private next(): void {
    while (this.running < limits.calls && this.waiting.length > 0) {
      const group = this.waiting.splice(0, limits.items)
      this.running++
      let isOver = false
      const finish = () => {
        clearTimeout(timer)
        if (!isOver) this.running--
        isOver = true
        this.next()
      }
      const timer = setTimeout(finish, limits.milliseconds)
      void this.callAll(group).then(finish)
    }
  }

  private async callAll(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.callTogether(group.map(({ item }) => item))
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result)
    } catch (error) {
      for (const { item, resolve, reject } of group) {
        if (isDatabaseUnavailable(error)) reject(error)
        else void this.callAlone(item).then(resolve, reject)
      }
    }
  }
}
