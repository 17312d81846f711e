const forMs = 1_000

/** The inconsistent results of `read`, as determined by `isTorn`, while `change` runs repeatedly for a second. */
export async function tornReads<T>(
  change: () => Promise<unknown>,
  read: () => Promise<T>,
  isTorn: (result: T) => boolean,
): Promise<T[]> {
  let isChanging = true
  const changing = async () => {
    const deadline = performance.now() + forMs
    while (performance.now() < deadline) await change()
  }
  const torn: T[] = []
  const reading = async () => {
    while (isChanging) {
      const result = await read()
      if (isTorn(result)) torn.push(result)
    }
  }
  const changed = changing().finally(() => {
    isChanging = false
  })
  await Promise.all([changed, reading(), reading()])
  return torn
}
