import { crc32, deflateSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** The stall of `public/icon.svg`, as shapes on a square of 64: is there paper at this point, or ground? */
function isPaper(x: number, y: number): boolean {
  const isRoof = y >= 18 && y < 29 && x >= 12 - ((y - 18) * 4) / 11 && x < 52 + ((y - 18) * 4) / 11
  const isFringe = [14, 26, 38, 50].some((center) => y >= 29 && (x - center) ** 2 + (y - 28.5) ** 2 < 6 ** 2)
  const isWall = y >= 38 && y < 51 && x >= 15 && x < 49
  const isWindow = y < 47 && x >= 19 && x < 28
  const isDoor = y < 51 && x >= 32 && x < 38
  return isRoof || isFringe || (isWall && !isWindow && !isDoor)
}

const isInRoundedSquare = (x: number, y: number, radius = 14): boolean => {
  const dx = Math.max(radius - x, x - (64 - radius), 0)
  const dy = Math.max(radius - y, y - (64 - radius), 0)
  return dx ** 2 + dy ** 2 <= radius ** 2
}

const ground = [0xa9, 0x3f, 0x12] as const
const paper = [0xfb, 0xf8, 0xf3] as const
/** Samples of a pixel, each way. */
const samples = 4

/** The icon as PNG. A maskable one has no corners, and its stall is within the circle that is always shown. */
function iconOf(side: number, isMaskable: boolean): Buffer {
  const rows: Buffer[] = []
  for (let row = 0; row < side; row += 1) {
    const line = Buffer.alloc(1 + side * 4)
    for (let column = 0; column < side; column += 1)
      line.set(pixelOf(column, row, side, isMaskable), 1 + column * 4)
    rows.push(line)
  }
  const size = Buffer.alloc(13)
  size.writeUInt32BE(side, 0)
  size.writeUInt32BE(side, 4)
  // Eight bits of red, green, blue and alpha.
  size.set([8, 6, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', size),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function pixelOf(column: number, row: number, side: number, isMaskable: boolean): number[] {
  let inside = 0
  let light = 0
  for (let sample = 0; sample < samples ** 2; sample += 1) {
    const x = ((column + ((sample % samples) + 0.5) / samples) / side) * 64
    const y = ((row + (Math.floor(sample / samples) + 0.5) / samples) / side) * 64
    if (!isMaskable && !isInRoundedSquare(x, y)) continue
    inside += 1
    const [shownX, shownY] = isMaskable ? [32 + (x - 32) * 1.25, 32 + (y - 32) * 1.25] : [x, y]
    if (isPaper(shownX, shownY)) light += 1
  }
  const share = inside === 0 ? 0 : light / inside
  const mixed = ground.map((value, index) => Math.round(value + (paper[index]! - value) * share))
  return [...mixed, Math.round((255 * inside) / samples ** 2)]
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** Writes the icons that home screens need as PNG, so that the repository keeps none. */
export const icons = (): Plugin => ({
  name: 'souk:icons',
  apply: 'build',
  generateBundle() {
    const files = {
      'icon-192.png': iconOf(192, false),
      'icon-512.png': iconOf(512, false),
      'icon-maskable.png': iconOf(512, true),
    }
    for (const [fileName, source] of Object.entries(files)) this.emitFile({ type: 'asset', fileName, source })
  },
})
