/** A packaged chart that cannot be used. The message continues "The packaged chart": "contains a symbolic link". */
export class ChartArchiveError extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = "ChartArchiveError"
  }

  get sentence(): string {
    return `The packaged chart ${this.message}.`
  }
}
