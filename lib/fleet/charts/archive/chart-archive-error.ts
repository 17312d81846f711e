/** A packaged chart that cannot be used. The message goes on after "The packaged chart": "holds a symbolic link". */
export class ChartArchiveError extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = "ChartArchiveError"
  }

  get sentence(): string {
    return `The packaged chart ${this.message}.`
  }
}
