const store = globalThis as typeof globalThis & { slipway?: Record<string, unknown> }

/**
 * A value that exists at most once per process. Next.js bundles each route separately and reloads modules in development,
 * so a variable of a module would exist several times.
 */
export class ProcessSingleton<T> {
  constructor(private readonly name: string) {}

  /** The value, if it exists. */
  get current(): T | undefined {
    return store.slipway?.[this.name] as T | undefined
  }

  set current(value: T | undefined) {
    store.slipway = { ...store.slipway, [this.name]: value }
  }

  /** The value; the first call in the process creates it. */
  get(create: () => T): T {
    this.current ??= create()
    return this.current
  }
}
