/** Is told that so many orders or entries were gone through. */
export type StepAside = (count: number) => void

export const stayOn: StepAside = () => undefined

/** Some hundred microseconds of work. */
const countMax = 256
/** Any time is enough for whoever waits to have the core; how long it is then is the kernel's to say. */
const asideMs = 0.1

/**
 * Gives whoever waits for the core the core, again and again. At the lowest priority a thread is still let run for as
 * long as the kernel's clock has no tick: a market was seen to wait 16 ms for one that never blocks.
 */
export function steppingAside(): StepAside {
  const nobody = new Int32Array(new SharedArrayBuffer(4))
  let done = 0
  return (count) => {
    done += count
    if (done < countMax) return
    done = 0
    Atomics.wait(nobody, 0, 0, asideMs)
  }
}
