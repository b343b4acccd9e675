# nix-build packaging/nix: kindly from this tree. nixpkgs has a package called kind, which is another program.
{ pkgs ? import <nixpkgs> { } }:

pkgs.stdenv.mkDerivation {
  pname = "kindly";
  version = "0.1.0";
  src = pkgs.lib.cleanSource ../..;

  nativeBuildInputs = [ pkgs.pkg-config ];
  buildInputs = [ pkgs.libcsv pkgs.inih pkgs.utf8proc pkgs.gsl pkgs.jansson ];
  nativeCheckInputs = [ pkgs.cmocka ];

  enableParallelBuilding = true;
  installFlags = [ "PREFIX=$(out)" "PROGRAM=kindly" ];

  # The tree may have been built in, by another compiler.
  preBuild = "make clean";

  # The tests from outside want a system with locales and /bin; those inside want its time zones alone.
  doCheck = true;
  checkTarget = "unit";
  preCheck = "export TZDIR=${pkgs.tzdata}/share/zoneinfo";

  postInstall = ''
    mkdir -p $out/libexec/bin
    ln -s ../../bin/kindly $out/libexec/bin/kind
  '';

  meta = {
    description = "Track kindness, care for yourself, stress and mood";
    license = pkgs.lib.licenses.gpl3Plus;
    platforms = pkgs.lib.platforms.linux;
    mainProgram = "kindly";
  };
}
