export class SingleFlight<T> {
  private readonly flights = new Map<string, Promise<T>>()

  run(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.flights.get(key)
    if (known !== undefined) return known
    const flight = make().finally(() => this.flights.delete(key))
    this.flights.set(key, flight)
    return flight
  }
}
