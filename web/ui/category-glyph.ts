/** Glyphs on a grid of 24, drawn with a line, by words that categories of a market often have. */
const glyphs: readonly (readonly [words: RegExp, path: string])[] = [
  [
    /bread|brot|roll|bak|loaf|pain|pan\b|خبز/i,
    'M4 11c0-3.500 3.500-5 8-5s8 1.500 8 5c0 1.500-1 2.500-2 2.800V18H6v-4.200C5 13.500 4 12.500 4 11zM9 9l1.500 2M13 9l1.500 2',
  ],
  [
    /cake|pastr|sweet|kuchen|torte|gebäck|gâteau|pastel|dulce|حلو/i,
    'M4 20h16v-6H4zM4 14c0-4 4-7 9-8l7 8M4 17h16M13 6V3.500',
  ],
  [
    /drink|coffee|tea|beer|wine|getränk|kaffee|boisson|bebida|مشروب/i,
    'M6 8h10v6a5 5 0 0 1-10 0zM16 9.500h2a2 2 0 0 1 0 4h-2M9 2.500v2.500M13 2.500v2.500M5 21h13',
  ],
  [
    /food|soup|meal|fruit|veg|honey|essen|obst|gemüse|nourriture|comida|طعام/i,
    'M12 8c-2-2-7-1.500-7 4 0 4.500 3 9 5 9 1 0 1.200-.6 2-.6s1 .6 2 .6c2 0 5-4.500 5-9 0-5.500-5-6-7-4zM12 8c0-3 1-4.500 3-5',
  ],
  [
    /record|music|vinyl|lp|musik|musique|música|موسيقى/i,
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM6.500 12A5.500 5.500 0 0 1 12 6.500',
  ],
  [
    /cloth|shirt|wear|hat|kleid|mode|vêtement|ropa|ملابس/i,
    'M9 4l-5 3 1.500 4L8 10v10h8V10l2.500 1L20 7l-5-3a3 3 0 0 1-6 0z',
  ],
  [
    /ticket|show|guest|concert|drama|theat|karte|spectacle|entrada|teatro|تذ/i,
    'M4 7h16v3.500a1.500 1.500 0 0 0 0 3V17H4v-3.500a1.500 1.500 0 0 0 0-3zM14 7v2M14 11v2M14 15v2',
  ],
  [
    /book|paper|print|card|poster|buch|papier|livre|libro|كتاب/i,
    'M5 4h12a2 2 0 0 1 2 2v14H7a2 2 0 0 1-2-2zM5 18a2 2 0 0 1 2-2h12M9 8h6',
  ],
  [
    /plant|flower|garden|pflanze|blume|plante|fleur|planta|flor|زه/i,
    'M12 21v-9M12 12C12 7 8 5 4 5c0 5 3 7 8 7zM12 15c0-4 3-6 8-6 0 4.500-3 6-8 6z',
  ],
]

/** A tag, for all other categories. */
const other = 'M4 4h8l8 8-8 8-8-8zM8.500 8.500v.01'

export const glyphOf = (category: string | null): string =>
  glyphs.find(([words]) => category !== null && words.test(category))?.[1] ?? other
