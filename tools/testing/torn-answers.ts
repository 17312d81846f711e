const forMs = 1_000

/** The inconsistent results of `read`, as determined by `isTorn`, while `change` runs repeatedly for a second. */
export async function tornAnswers<T>(
  change: () => Promise<unknown>,
  read: () => Promise<T>,
  isTorn: (answer: T) => boolean,
): Promise<T[]> {
  let isChanging = true
  const changing = async () => {
    const until = performance.now() + forMs
    while (performance.now() < until) await change()
  }
  const torn: T[] = []
  const reading = async () => {
    while (isChanging) {
      const answer = await read()
      if (isTorn(answer)) torn.push(answer)
    }
  }
  const changed = changing().finally(() => {
    isChanging = false
  })
  await Promise.all([changed, reading(), reading()])
  return torn
}
