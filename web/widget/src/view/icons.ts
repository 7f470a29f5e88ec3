// Outlines of the icons, drawn for this widget.

export const BUBBLE = "M4 3h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H9.5L5 21v-4H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1Zm3 5v2h10V8H7Zm0 4v2h7v-2H7Z";
export const MINIMISE = "M12 15.6 5.7 9.3l1.4-1.4 4.9 4.9 4.9-4.9 1.4 1.4Z";
export const PERSON = "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm0 2c-4.4 0-8 2.2-8 5v1h16v-1c0-2.800-3.600-5-8-5Z";
export const SEND = "M3 4.500 21 12 3 19.500V13.500L13 12 3 10.500Z";
export const WARNING = "M12 3 22 20H2L12 3Zm-1 7v4h2v-4h-2Zm0 6v2h2v-2h-2Z";
