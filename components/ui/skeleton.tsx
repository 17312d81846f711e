import clsx from "clsx"

/** Stands where something will be, in its size: give it width and height by class. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={clsx("block animate-breathe rounded-sm bg-raised", className)} />
}
