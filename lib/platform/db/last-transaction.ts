import { AsyncLocalStorage } from "node:async_hooks"
import type { PoolClient } from "pg"
import { PerProcess } from "@/lib/platform/per-process"
import type { Prisma } from "./generated/client"

export type OpenTransaction = {
  client: Prisma.TransactionClient
  connection: PoolClient | null
  afterCommit: (() => void)[]
}

type OpenedTransaction = OpenTransaction & {
  commit: () => void
  rollBack: (error: unknown) => void
  ended: Promise<void>
}

/**
 * Keeps the last transaction of a task open until something that belongs in the same commit is written. A transaction that
 * turns out not to be the last is committed as soon as another one begins or the network is used.
 */
export class LastTransaction {
  private held: OpenedTransaction | null = null
  private isOver = false

  get open(): OpenTransaction | null {
    return this.held
  }

  /** False after the end, when work that was left running in the background may still begin transactions. */
  get accepts(): boolean {
    return !this.isOver
  }

  /**
   * Called by the transaction itself when its work is done: waits for the decision to commit or to roll back, which
   * rejects. `onHeld` is called once the transaction is known to be open. `ended` resolves after the database has responded.
   */
  async hold(transaction: OpenTransaction, ended: Promise<void>, onHeld: () => void): Promise<void> {
    await this.commit()
    await new Promise<void>((commit, rollBack) => {
      this.held = { ...transaction, commit, rollBack, ended }
      onHeld()
      if (this.isOver) commit()
    })
  }

  /** Commits the open transaction, if there is one. */
  async commit(): Promise<void> {
    const { held } = this
    this.held = null
    held?.commit()
    await held?.ended
  }

  async end(): Promise<void> {
    this.isOver = true
    await this.commit()
  }

  async rollBack(error: unknown): Promise<void> {
    this.isOver = true
    const { held } = this
    this.held = null
    held?.rollBack(error)
    await held?.ended.catch(() => undefined)
  }
}

const storage = new PerProcess<AsyncLocalStorage<LastTransaction>>("last-transaction")
export const lastTransaction = () => storage.get(() => new AsyncLocalStorage())
