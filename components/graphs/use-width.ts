import { useLayoutEffect, useRef, useState } from "react"
import { usePrinting } from "@/components/ui/use-printing"

/** Pixels: the width inside a card on paper (A4), which cannot be measured before it is printed. */
const printedWidth = 640

/** The width in CSS pixels of the element with the ref; 0 until it is known. */
export function useWidth<Element extends HTMLElement>() {
  const ref = useRef<Element>(null)
  const [width, setWidth] = useState(0)
  const printing = usePrinting()
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    setWidth(element.clientWidth)
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { ref, width: printing && width > 0 ? printedWidth : width }
}
