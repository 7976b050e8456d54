import type { Containers } from './containers.ts'

/** Rows per block, in bits. */
const blockBits = 12
const inBlock = (1 << blockBits) - 1

/** Rows of equally many numbers, in blocks that never move and that the garbage collector does not scan. */
export class ColumnBlocks<Numbers extends Uint32Array | Float64Array> {
  readonly #width: number
  readonly #make: (length: number) => Numbers
  readonly #blocks: Numbers[]
  #size = 0

  /** `make` creates a block with this many numbers. */
  constructor(width: number, make: (length: number) => Numbers, { list }: Containers) {
    this.#width = width
    this.#make = make
    this.#blocks = list()
  }

  get size(): number {
    return this.#size
  }

  /** Appends a row of zeros; returns its number, from 0. */
  add(): number {
    const row = this.#size
    this.#size += 1
    if ((row & inBlock) === 0) this.#blocks.push(this.#make((inBlock + 1) * this.#width))
    return row
  }

  /** The block that contains a row. */
  blockOf(row: number): Numbers {
    return this.#blocks[row >>> blockBits]!
  }

  /** The offset in its block where a row begins. */
  beginOf(row: number): number {
    return (row & inBlock) * this.#width
  }
}

export const wordBlocks = (width: number, containers: Containers): ColumnBlocks<Uint32Array> =>
  new ColumnBlocks(width, (length) => new Uint32Array(length), containers)

export const doubleBlocks = (width: number, containers: Containers): ColumnBlocks<Float64Array> =>
  new ColumnBlocks(width, (length) => new Float64Array(length), containers)
