# Homebrew has a formula called kind, which is another program.
class Kindly < Formula
  desc "Track kindness, care for yourself, stress and mood"
  homepage "https://example.invalid/kind"
  url "https://example.invalid/kind/kind-0.1.0.tar.gz"
  # A release's own: shasum -a 256 kind-0.1.0.tar.gz.
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "GPL-3.0-or-later"

  depends_on "pkgconf" => :build
  depends_on "gsl"
  depends_on "inih"
  depends_on "jansson"
  depends_on "libcsv"
  depends_on "utf8proc"

  # The system's own make is of 2006.
  on_macos do
    depends_on "make" => :build
  end

  def install
    ENV.prepend_path "PATH", Formula["make"].opt_libexec/"gnubin" if OS.mac?
    system "make"
    system "make", "install", "PREFIX=#{prefix}", "PROGRAM=kindly",
           "bashdir=#{bash_completion}", "zshdir=#{zsh_completion}", "fishdir=#{fish_completion}"
    (libexec/"bin").install_symlink bin/"kindly" => "kind"
  end

  def caveats
    <<~EOS
      Another program is called kind. To have this one under that name:
        export PATH="#{opt_libexec}/bin:$PATH"
    EOS
  end

  test do
    ENV["XDG_DATA_HOME"] = testpath.to_s
    system bin/"kindly", "log", "helped stranger with bag", "--mood", "7"
    assert_match "helped stranger with bag", shell_output("#{bin}/kindly list")
    assert_match "Today", shell_output("#{bin}/kindly report")
  end
end
