/** A picture's type by its content, regardless of its name. */
export interface ImageKind {
  type: 'image/webp' | 'image/jpeg' | 'image/png'
  width: number
  height: number
}

/** Browsers decode pictures to four bytes a pixel: larger ones would be too much for phones. */
const pixelsMax = 4_096 * 4_096

/** The kind of a picture that is complete as far as its header shows; null for anything else. */
export function imageKindOf(bytes: Buffer): ImageKind | null {
  const kind = pngOf(bytes) ?? webpOf(bytes) ?? jpegOf(bytes)
  const fits = kind && kind.width > 0 && kind.height > 0 && kind.width * kind.height <= pixelsMax
  return fits ? kind : null
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** PNG: signature, then IHDR with width and height; IEND at the end (W3C PNG, 5.2 and 11.2.2). */
function pngOf(bytes: Buffer): ImageKind | null {
  const isPng =
    bytes.length >= 45 &&
    bytes.subarray(0, 8).equals(pngSignature) &&
    bytes.toString('latin1', 12, 16) === 'IHDR' &&
    bytes.toString('latin1', bytes.length - 8, bytes.length - 4) === 'IEND'
  return isPng ? { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : null
}

/** WebP: a RIFF of the file's own length; the first chunk tells the size in one of three ways (RFC 9649). */
function webpOf(bytes: Buffer): ImageKind | null {
  const isWebp =
    bytes.length >= 30 &&
    bytes.toString('latin1', 0, 4) === 'RIFF' &&
    bytes.toString('latin1', 8, 12) === 'WEBP' &&
    [0, 1].includes(bytes.length - 8 - bytes.readUInt32LE(4))
  const size = isWebp ? webpSize(bytes, bytes.toString('latin1', 12, 16)) : null
  return size && { type: 'image/webp', ...size }
}

function webpSize(bytes: Buffer, chunk: string): { width: number; height: number } | null {
  switch (chunk) {
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
    default:
      return null
  }
}

/** JPEG: markers from SOI on, until a frame's head tells the size (ITU T.81, annex B); EOI at the end. */
function jpegOf(bytes: Buffer): ImageKind | null {
  const isJpeg =
    bytes.length >= 20 &&
    bytes.readUInt16BE(0) === 0xffd8 &&
    bytes.lastIndexOf('\xff\xd9', undefined, 'latin1') > 0
  if (!isJpeg) return null
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1]!
    if (isFrame(marker))
      return { type: 'image/jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    const length = bytes.readUInt16BE(at + 2)
    if (length < 2) return null
    at += 2 + length
  }
  return null
}

/** SOF0 to SOF15, without the three of that range that are tables. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
