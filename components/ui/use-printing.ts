import { useEffect, useState } from "react"
import { flushSync } from "react-dom"

/** Whether the page is being printed. Dependents are rendered before the browser captures the page. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false)
  useEffect(() => {
    const startPrinting = () => flushSync(() => setPrinting(true))
    const end = () => setPrinting(false)
    window.addEventListener("beforeprint", startPrinting)
    window.addEventListener("afterprint", end)
    return () => {
      window.removeEventListener("beforeprint", startPrinting)
      window.removeEventListener("afterprint", end)
    }
  }, [])
  return printing
}
