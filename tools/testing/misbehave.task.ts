/** A task that behaves like a parser with hostile input. */
export default function misbehave(how: "return" | "loop" | "allocate" | "flood" | "throw" | "environment") {
  switch (how) {
    case "return":
      return { how, bytes: Buffer.from("bytes") }
    case "loop":
      for (;;);
    case "allocate": {
      const allocated: number[][] = []
      for (;;) allocated.push(new Array(2_000_000).fill(0.5))
    }
    case "flood":
      return "x".repeat(2_000_000)
    case "throw":
      throw new RangeError("Invalid input.")
    case "environment":
      return Object.keys(process.env)
  }
}
