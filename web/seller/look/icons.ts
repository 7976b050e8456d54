import { type BrandColors, brandLimits } from '../../../shared/protocol/brand-messages.ts'
import { canvasOf } from '../products/pictures/scale-picture.ts'

const { iconSides } = brandLimits

/** A logo fills this share of an icon; a maskable one may be cut to a circle. */
const shares = { any: 0.78, maskable: 0.56 } as const
/** Of a square's side, as on most home screens. */
const cornerShare = 0.22
const paper = '#ffffff'
const standard = { accent: '#a93f12', onAccent: '#ffffff' }

export type IconBlobs = Record<keyof typeof iconSides, Blob>

/** The market's icons: its logo on white, or the first letter of its name on its colour. */
export async function makeIcons(
  name: string,
  colors: BrandColors | null,
  logo: Blob | null,
): Promise<IconBlobs> {
  const picture = logo && (await createImageBitmap(logo))
  await document.fonts.ready
  const draw = (side: number, kind: keyof typeof shares): Promise<Blob> => {
    const canvas = document.createElement('canvas')
    canvas.width = side
    canvas.height = side
    const context = canvas.getContext('2d')!
    context.beginPath()
    context.roundRect(0, 0, side, side, kind === 'any' ? side * cornerShare : 0)
    context.clip()
    const { accent, onAccent } = colors?.light ?? standard
    context.fillStyle = picture ? paper : accent
    context.fillRect(0, 0, side, side)
    if (picture) drawWithin(context, picture, side, side * shares[kind])
    else drawLetter(context, letterOf(name), side, { color: onAccent, share: shares[kind] })
    return pngOf(canvas)
  }
  const [small, large, maskable] = await Promise.all([
    draw(iconSides.small, 'any'),
    draw(iconSides.large, 'any'),
    draw(iconSides.maskable, 'maskable'),
  ])
  picture?.close()
  return { small, large, maskable }
}

/** The first character as its readers see it, which may be several code points. */
function letterOf(name: string): string {
  const [first] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name.trim())
  return (first?.segment ?? 'S').toLocaleUpperCase()
}

function drawWithin(
  context: CanvasRenderingContext2D,
  picture: ImageBitmap,
  side: number,
  room: number,
): void {
  const scale = room / Math.max(picture.width, picture.height)
  const [width, height] = [picture.width * scale, picture.height * scale]
  context.drawImage(picture, (side - width) / 2, (side - height) / 2, width, height)
}

function drawLetter(
  context: CanvasRenderingContext2D,
  letter: string,
  side: number,
  { color, share }: { color: string; share: number },
): void {
  context.fillStyle = color
  context.font = `750 ${side * share * 0.9}px "Bricolage Grotesque Variable", system-ui, sans-serif`
  context.textAlign = 'center'
  context.textBaseline = 'alphabetic'
  const { actualBoundingBoxAscent: above, actualBoundingBoxDescent: below } = context.measureText(letter)
  context.fillText(letter, side / 2, side / 2 + (above - below) / 2)
}

function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no PNG'))), 'image/png')
  })
}

/** Of a logo, in px: enough for a board. */
const logoSide = 512

/** A picture as a logo: at most so large, and with its transparency. Throws when it is no picture. */
export async function scaleLogo(file: Blob): Promise<Blob> {
  const canvas = canvasOf(await createImageBitmap(file), logoSide)
  const webp = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.92))
  return webp?.type === 'image/webp' ? webp : pngOf(canvas)
}
