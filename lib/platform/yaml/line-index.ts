/** Converts offsets to line numbers. */
export class LineIndex {
  private starts: number[] | null = null

  constructor(
    private readonly text: string,
    private readonly before: number,
  ) {}

  lineAt(offset: number): number {
    this.starts ??= [0, ...[...this.text.matchAll(/\n/g)].map(({ index }) => index + 1)]
    let [low, high] = [0, this.starts.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return this.before + low + 1
  }
}
